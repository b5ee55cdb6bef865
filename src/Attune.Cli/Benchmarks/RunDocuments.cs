using Attune.Lab.Benchmarks;
using Attune.Lab.History;

namespace Attune.Cli.Benchmarks;

/// <summary>A run just made, as the document that files and comparisons take.</summary>
internal static class RunDocuments
{
    public static BenchmarkDocument Of(BenchmarkRun run) =>
        new(run.Info, [.. run.Results.Select(MeasurementMapping.ToStored)]);
}
