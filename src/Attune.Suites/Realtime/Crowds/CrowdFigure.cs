using Attune.Lab.Benchmarks;
using Attune.Suites.Workloads;

namespace Attune.Suites.Realtime.Crowds;

/// <summary>A figure of publishing to a crowd, beside the same of another server.</summary>
internal sealed class CrowdFigure(
    string name, string description, BenchmarkFigure unit, CrowdSource source, CrowdSource? rival, Func<CrowdRun, double> figure, BenchmarkTarget? aim = null)
    : RoomBenchmark(RealtimeSuite.Name, name, description, aim)
{
    private readonly CrowdReader _reader = new(source, figure);

    public override BenchmarkFigure Figure => unit;

    public override Peer? Peer { get; } = rival is null ? null : new CrowdPeer(rival, figure);

    public override string? Unavailable => _reader.Unavailable;

    public override BenchmarkOptions Configure(BenchmarkOptions options) => options with { Iterations = 3, WarmupIterations = 1, TimeoutSeconds = 120 };

    public override async ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken) =>
        context.Report(await _reader.NextAsync("", context, cancellationToken));

    public override ValueTask TearDownAsync(BenchmarkContext context) => _reader.DisposeAsync();
}
