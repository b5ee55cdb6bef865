using Attune.Lab.Benchmarks;

namespace Attune.Cli.Benchmarks;

/// <summary>Chooses benchmarks and says in a person's words when there are none.</summary>
internal static class RunPlan
{
    public static IReadOnlyList<PlannedBenchmark> Select(BenchmarkRegistry registry, BenchmarkSelection selection)
    {
        try
        {
            return selection.Select(registry);
        }
        catch (ArgumentException error)
        {
            throw new UserErrorException(error.Message);
        }
    }
}
