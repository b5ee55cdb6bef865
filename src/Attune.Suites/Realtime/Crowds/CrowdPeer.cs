using Attune.Lab.Benchmarks;

namespace Attune.Suites.Realtime.Crowds;

/// <summary>Another server with the same crowd, the same messages and the same clients.</summary>
internal sealed class CrowdPeer(CrowdSource source, Func<CrowdRun, double> figure) : Peer(source.Title)
{
    private readonly CrowdReader _reader = new(source, figure);

    public override string? Unavailable => _reader.Unavailable;

    public override ValueTask<double> MeasureAsync(BenchmarkContext context, CancellationToken cancellationToken) => _reader.NextAsync("peer_", context, cancellationToken);

    public override ValueTask TearDownAsync(BenchmarkContext context) => _reader.DisposeAsync();
}
