using Attune.Lab.Benchmarks;

namespace Attune.Cli.Benchmarks;

/// <summary>Chooses benchmarks and says in a person's words when there are none.</summary>
internal static class RunPlan
{
    /// <summary>Repeats what the other suites measure, so it runs only when it is named.</summary>
    private const string Targets = "targets";

    public static IReadOnlyList<PlannedBenchmark> Select(BenchmarkRegistry registry, BenchmarkSelection selection)
    {
        try
        {
            return (selection with { Excluded = [Targets] }).Select(registry);
        }
        catch (ArgumentException error)
        {
            throw new UserErrorException(error.Message);
        }
    }
}
