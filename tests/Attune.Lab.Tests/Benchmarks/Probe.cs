using Attune.Lab.Benchmarks;

namespace Attune.Lab.Tests.Benchmarks;

/// <summary>A benchmark whose every step a test decides.</summary>
internal sealed class Probe(
    Func<BenchmarkContext, CancellationToken, ValueTask> run,
    BenchmarkFigure? figure = null,
    Func<CancellationToken, ValueTask>? setUp = null,
    Func<ValueTask>? tearDown = null,
    Peer? peer = null,
    string? unavailable = null,
    BenchmarkTarget? target = null,
    string name = "probe",
    long operations = 1) : Benchmark(name, "for tests")
{
    public override BenchmarkFigure Figure => figure ?? BenchmarkFigure.Milliseconds;

    public override long OperationsPerRun => operations;

    public override Peer? Peer => peer;

    public override string? Unavailable => unavailable;

    public override BenchmarkTarget? Target => target;

    public override ValueTask SetUpAsync(BenchmarkContext context, CancellationToken cancellationToken) => setUp?.Invoke(cancellationToken) ?? ValueTask.CompletedTask;

    public override ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken) => run(context, cancellationToken);

    public override ValueTask TearDownAsync(BenchmarkContext context) => tearDown?.Invoke() ?? ValueTask.CompletedTask;
}
