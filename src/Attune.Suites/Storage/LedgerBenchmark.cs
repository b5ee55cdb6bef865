using Attune.Events;
using Attune.Lab.Benchmarks;
using Attune.Storage;
using Attune.Suites.Workloads;

namespace Attune.Suites.Storage;

/// <summary>A benchmark on a ledger of its own. What it appended is counted at the end: rows that are missing are a failure.</summary>
internal abstract class LedgerBenchmark(string name, string description) : RoomBenchmark(StorageSuite.Name, name, description)
{
    /// <summary>Name of the stream.</summary>
    protected const string Stream = "benchmark";

    private const int FillBatch = 5000;

    private AttuneStorage? _storage;
    private long _appended;

    /// <summary>The store.</summary>
    protected IEventStore Store => _storage?.Events ?? throw new InvalidOperationException("The benchmark is not set up.");

    /// <summary>Where the flows come from.</summary>
    protected FlowSequence Flows { get; } = new(seed: 1, FlowSequence.Start, TimeSpan.FromMilliseconds(100));

    /// <summary>When a commit is durable.</summary>
    protected virtual SynchronousMode Synchronous => SynchronousMode.Normal;

    public override ValueTask SetUpAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        _storage = AttuneStorage.Open(OptionsFor(context));
        return ValueTask.CompletedTask;
    }

    public override async ValueTask TearDownAsync(BenchmarkContext context)
    {
        if (_storage is not { } storage)
        {
            return;
        }

        _storage = null;
        await using (storage)
        {
            var rows = await storage.Events.CountRowsAsync();
            context.ReportQuality("rows_stored", _appended == 0 ? 1 : rows.Total / (double)_appended);
            if (rows.Total != _appended)
            {
                throw new InvalidOperationException($"The store has {rows.Total} rows; {_appended} were appended.");
            }
        }
    }

    /// <summary>Appends flows, all of which must be new.</summary>
    protected Task AppendAsync(IReadOnlyList<Flow> flows, CancellationToken cancellationToken) => AppendAsync(flows, [], cancellationToken);

    /// <summary>Appends events, all of which must be new.</summary>
    protected async Task AppendAsync(IReadOnlyList<Flow> flows, IReadOnlyList<TextEvent> texts, CancellationToken cancellationToken)
    {
        var batch = new EventBatch(Stream, flows, texts, []);
        var result = await Store.AppendAsync(batch, cancellationToken);
        if (result.Added != batch.Count)
        {
            throw new InvalidOperationException($"{result.Added} of {batch.Count} events were added.");
        }

        Interlocked.Add(ref _appended, batch.Count);
    }

    /// <summary>Puts rows in, in batches, and hands each batch on.</summary>
    protected async Task FillAsync(int rows, CancellationToken cancellationToken, Action<Flow[]>? filled = null)
    {
        for (var left = rows; left > 0; left -= FillBatch)
        {
            var flows = Flows.Take(Math.Min(left, FillBatch));
            await AppendAsync(flows, cancellationToken);
            filled?.Invoke(flows);
        }
    }

    /// <summary>Counts rows that were not appended as events.</summary>
    protected void CountAsAppended(long rows) => Interlocked.Add(ref _appended, rows);

    /// <summary>Settings of the ledger.</summary>
    protected StorageOptions OptionsFor(BenchmarkContext context) => new() { Path = Path.Combine(context.WorkFolder, "ledger.db"), Synchronous = Synchronous };

    /// <summary>Rows of a ledger that is read.</summary>
    protected static int Rows(BenchmarkContext context) => context.Parameter("rows", 100_000, 1, 10_000_000);
}
