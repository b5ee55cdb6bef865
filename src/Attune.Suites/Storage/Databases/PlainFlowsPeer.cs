using Attune.Events;
using Attune.Lab.Benchmarks;
using Attune.Storage;
using Attune.Suites.Workloads;

namespace Attune.Suites.Storage.Databases;

/// <summary>Rows a second of <see cref="PlainFlows"/>.</summary>
/// <param name="what">How it is written, for the peer's name.</param>
/// <param name="synchronous">When a commit is durable; the same as ours.</param>
/// <param name="rows">Rows of a measurement.</param>
/// <param name="insert">The work.</param>
internal sealed class PlainFlowsPeer(string what, SynchronousMode synchronous, Func<int> rows, Func<PlainFlows, Flow[], TimeSpan> insert)
    : Peer($"Microsoft.Data.Sqlite, {what}")
{
    private readonly FlowSequence _flows = new(seed: 1, FlowSequence.Start, TimeSpan.FromMilliseconds(100));
    private PlainFlows? _plain;
    private long _inserted;

    /// <summary>Whether each measurement begins with an empty file; else the table grows, as ours does.</summary>
    public bool BeginsEmpty { get; init; }

    public override ValueTask SetUpAsync(BenchmarkContext context, CancellationToken cancellationToken) => BeginAsync(context);

    public override async ValueTask<double> MeasureAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        if (BeginsEmpty)
        {
            await BeginAsync(context);
        }

        var flows = _flows.Take(rows());
        var elapsed = insert(_plain!, flows);
        _inserted += flows.Length;
        _plain!.Check(_inserted);
        return flows.Length / elapsed.TotalSeconds;
    }

    public override ValueTask TearDownAsync(BenchmarkContext context)
    {
        _plain?.Dispose();
        return ValueTask.CompletedTask;
    }

    private async ValueTask BeginAsync(BenchmarkContext context)
    {
        _plain?.Dispose();
        var folder = Directory.CreateDirectory(Path.Combine(context.WorkFolder, "peer"));
        (_plain, _inserted) = (await PlainFlows.CreateAsync(new SqliteDatabase(folder.FullName), synchronous), 0);
    }
}
