using Attune.Lab.Benchmarks;
using Attune.Suites.Storage.Databases;
using Attune.Suites.Workloads;

namespace Attune.Suites.Storage.Postgres;

/// <summary>The same work on a <see cref="PlainPostgres"/> in the benchmark's own database, with the same flows.</summary>
/// <param name="name">Name as printed.</param>
/// <param name="database">The benchmark's database.</param>
/// <param name="work">The work; returns the time of what is to be measured.</param>
/// <param name="figure">Turns that into the benchmark's unit.</param>
internal class PlainPostgresPeer(
    string name, Func<LedgerDatabase> database, Func<PlainPostgres, PeerRun, Task<TimeSpan>> work, Func<TimeSpan, double> figure)
    : Peer(name)
{
    private readonly FlowSequence _flows = new(seed: 1, FlowSequence.Start, TimeSpan.FromMilliseconds(100));
    private PlainPostgres? _plain;

    /// <summary>Whether each measurement begins with an empty table.</summary>
    public bool BeginsEmpty { get; init; }

    public override async ValueTask SetUpAsync(BenchmarkContext context, CancellationToken cancellationToken) =>
        _plain = await PlainPostgres.CreateAsync((PostgresDatabase)database(), cancellationToken);

    public override async ValueTask<double> MeasureAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        if (BeginsEmpty)
        {
            await _plain!.EmptyAsync(cancellationToken);
        }

        var elapsed = await work(_plain!, new PeerRun(_flows, context.WorkFolder, cancellationToken));
        await _plain!.CheckAsync(cancellationToken);
        return figure(elapsed);
    }

    public override async ValueTask TearDownAsync(BenchmarkContext context)
    {
        if (_plain is { } plain)
        {
            await plain.DisposeAsync();
        }
    }
}
