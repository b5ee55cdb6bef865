using Attune.Lab.Benchmarks;

namespace Attune.Suites.Analysis;

/// <summary>A quality figure of the analysis on one of the data sets: run once, as its trials are seeded.</summary>
internal abstract class AnalysisBenchmark(string name, string description, string dataSet) : Benchmark(name, description)
{
    public override BenchmarkFigure Figure => BenchmarkFigure.Reported("ratio", Better.Higher);

    public override string? Unavailable => SharedData.Find(dataSet) is null
        ? $"the data set {dataSet} is absent: it belongs in shared/data beside the repository, or where {SharedData.Variable} points"
        : null;

    protected string Folder => SharedData.Find(dataSet) ?? throw new InvalidOperationException(Unavailable);

    public override BenchmarkOptions Configure(BenchmarkOptions options) => options with
    {
        Iterations = 1,
        WarmupIterations = 0,
        MaxWarmupIterations = 0,
        MinIterationMs = 0,
        TimeoutSeconds = 600,
        Workers = 1,
    };

    public sealed override ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        Measure(context, cancellationToken);
        return ValueTask.CompletedTask;
    }

    protected abstract void Measure(BenchmarkContext context, CancellationToken cancellationToken);
}
