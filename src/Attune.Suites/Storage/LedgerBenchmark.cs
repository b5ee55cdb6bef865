using Attune.Events;
using Attune.Lab.Benchmarks;
using Attune.Storage;
using Attune.Suites.Storage.Databases;
using Attune.Suites.Workloads;

namespace Attune.Suites.Storage;

/// <summary>A benchmark on a ledger of its own. What it appended is counted at the end: rows that are missing are a failure.</summary>
/// <param name="name">Its name on SQLite; on PostgreSQL it begins with <c>postgres_</c>.</param>
/// <param name="description">What is measured.</param>
/// <param name="engine">The engine below the ledger.</param>
/// <param name="aim">The room's own aim, if it is stricter than the guides'.</param>
internal abstract class LedgerBenchmark(string name, string description, StorageEngine engine = StorageEngine.Sqlite, BenchmarkTarget? aim = null)
    : RoomBenchmark(StorageSuite.Name, NameOn(engine, name), engine == StorageEngine.Postgres ? $"{description}; on PostgreSQL" : description, aim)
{
    /// <summary>Name of the stream.</summary>
    protected const string Stream = "benchmark";

    private const string Postgres = "postgres_";
    private const int FillBatch = 5000;

    private LedgerDatabase? _database;
    private AttuneStorage? _storage;
    private long _appended;

    public override string? Unavailable => LedgerDatabase.WhyNot(engine);

    /// <summary>The room.</summary>
    protected AttuneStorage Storage => _storage ?? throw NotSetUp;

    /// <summary>The store.</summary>
    protected IEventStore Store => Storage.Events;

    /// <summary>What the room runs on.</summary>
    protected LedgerDatabase Database => _database ?? throw NotSetUp;

    /// <summary>Where the flows come from.</summary>
    protected FlowSequence Flows { get; } = new(seed: 1, FlowSequence.Start, TimeSpan.FromMilliseconds(100));

    /// <summary>When a commit is durable.</summary>
    protected virtual SynchronousMode Synchronous => SynchronousMode.Normal;

    private static InvalidOperationException NotSetUp => new("The benchmark is not set up.");

    public override async ValueTask SetUpAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        _database = await LedgerDatabase.CreateAsync(engine, context.WorkFolder, cancellationToken);
        await OpenAsync(cancellationToken);
        context.Note("engine", Storage.Engine);
    }

    public override async ValueTask TearDownAsync(BenchmarkContext context)
    {
        if (_database is { } database)
        {
            _database = null;
            await using (database)
            {
                await CloseAsync(context);
            }
        }
    }

    /// <summary>Closes the store, in which everything must be that was appended, and begins again with an empty ledger.</summary>
    protected async Task BeginAgainAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        await CloseAsync(context);
        await Database.EmptyAsync();
        _appended = 0;
        await OpenAsync(cancellationToken);
    }

    /// <summary>Counts the rows: all that were appended must be there.</summary>
    protected async Task CheckRowsAsync(BenchmarkContext context)
    {
        var rows = await Store.CountRowsAsync();
        context.ReportQuality("rows_stored", _appended == 0 ? 1 : rows.Total / (double)_appended);
        if (rows.Total != _appended)
        {
            throw new InvalidOperationException($"The store has {rows.Total} rows; {_appended} were appended.");
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

    /// <summary>How the ledger is opened.</summary>
    protected StorageSetup Setup => Database.Setup(Synchronous);

    /// <summary>Rows of a ledger that is read.</summary>
    protected static int Rows(BenchmarkContext context) => Rows(context, 100_000);

    /// <summary>Rows of a ledger that is read, where nothing else is asked for.</summary>
    protected static int Rows(BenchmarkContext context, int rows) => context.Parameter("rows", rows, 1, 10_000_000);

    /// <summary>A benchmark's name on an engine.</summary>
    protected static string NameOn(StorageEngine engine, string name) =>
        engine == StorageEngine.Postgres && !name.StartsWith(Postgres, StringComparison.Ordinal) ? Postgres + name : name;

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        _storage = AttuneStorage.Open(Setup);
        if (await _storage.CheckAsync(cancellationToken) is { } fault)
        {
            throw new InvalidOperationException(fault);
        }
    }

    private async Task CloseAsync(BenchmarkContext context)
    {
        if (_storage is not { } storage)
        {
            return;
        }

        await using (storage)
        {
            await CheckRowsAsync(context);
        }

        _storage = null;
    }
}
