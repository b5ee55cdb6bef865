using Attune.Events;
using Attune.Tuning;
using Microsoft.Data.Sqlite;

namespace Attune.Storage.Sqlite;

/// <summary>The store in one SQLite file: a single writer with group commit, readers beside it (WAL).</summary>
public sealed class SqliteEventStore : IEventStore
{
    /// <summary>Most queries that run at once; further ones wait, so that a burst of them cannot starve the process.</summary>
    public const int MaxConcurrentReaders = 4;

    /// <summary>Free space on the disk below which the store calls itself not well: 16 MiB.</summary>
    public const long MinimumFreeBytes = 16L << 20;

    private readonly SqliteConnectionFactory _connections;
    private readonly SqliteWriter _writer;
    private readonly SqliteReader _reader;
    private readonly SemaphoreSlim _readers = new(MaxConcurrentReaders);

    /// <summary>Opens the file, making or migrating it as needed.</summary>
    /// <param name="options">Settings; assumed valid.</param>
    /// <param name="tunables">Where <c>storage.batch_size</c> is registered; null to keep it private.</param>
    /// <param name="time">Clock for record times.</param>
    /// <exception cref="StorageException">The file cannot be opened, is no Attune database, or is newer than this program.</exception>
    public SqliteEventStore(StorageOptions options, TunableRegistry? tunables = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _connections = new SqliteConnectionFactory(options);
        var session = new SqliteWriteSession(_connections, time ?? TimeProvider.System);
        var batchSize = (tunables ?? new TunableRegistry(time)).Register(new TunableDefinition
        {
            Name = "storage.batch_size",
            Unit = "events",
            Description = "Most events that one transaction takes.",
            Minimum = 1,
            Maximum = 1_000_000,
            Default = options.BatchSize,
        });
        _writer = new SqliteWriter(session, options.QueueCapacity, batchSize, queueLength => new StorageMeter(queueLength));
        _reader = new SqliteReader(_connections);
    }

    /// <inheritdoc/>
    public string Engine => $"SQLite {NativeSqlite.Version}";

    /// <inheritdoc/>
    public async Task<AppendResult> AppendAsync(EventBatch batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var result = await _writer.EnqueueAsync(batch.Count, session => session.Append(batch), cancellationToken);
        _writer.Count("flows", result.AddedFlows);
        _writer.Count("text_events", result.AddedTexts);
        _writer.Count("dead_letters", result.NewDeadLetters);
        _writer.CountDuplicates(result.Duplicates);
        return result;
    }

    /// <inheritdoc/>
    public async Task SaveWindowsAsync(
        string stream, DateTime watermark, IReadOnlyList<WindowResult> windows, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(stream);
        var rows = await _writer.EnqueueAsync(1, session => session.SaveWindows(stream, watermark, windows), cancellationToken);
        _writer.Count("windows", rows);
    }

    /// <inheritdoc/>
    public Task<Page<StoredFlow>> GetFlowsAsync(FlowQuery query, CancellationToken cancellationToken = default) =>
        Run(() => _reader.GetFlows(query), cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<Flow> ReadFlowsAsync(string stream, DateTime from, CancellationToken cancellationToken = default) =>
        _reader.ReadFlowsAsync(stream, from, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<TextEvent> ReadTextHeadersAsync(string stream, DateTime from, CancellationToken cancellationToken = default) =>
        _reader.ReadTextHeadersAsync(stream, from, cancellationToken);

    /// <inheritdoc/>
    public Task<Page<WindowResult>> GetWindowsAsync(WindowQuery query, CancellationToken cancellationToken = default) =>
        Run(() => _reader.GetWindows(query), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<SourceTotal>> GetTopSourcesAsync(int limit, string? stream = null, CancellationToken cancellationToken = default) =>
        Run(() => _reader.GetTopSources(limit, stream), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<SpamDay>> GetTopSpamDaysAsync(
        int limit, int minimumMessages, string? stream = null, CancellationToken cancellationToken = default) =>
        Run(() => _reader.GetTopSpamDays(limit, minimumMessages, stream), cancellationToken);

    /// <inheritdoc/>
    public Task<Page<StoredDeadLetter>> GetDeadLettersAsync(DeadLetterQuery query, CancellationToken cancellationToken = default) =>
        Run(() => _reader.GetDeadLetters(query), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<KeyValuePair<string, long>>> CountDeadLettersAsync(
        string? stream = null, CancellationToken cancellationToken = default) =>
        Run(() => _reader.CountDeadLetters(stream), cancellationToken);

    /// <inheritdoc/>
    public Task<RowCounts> CountRowsAsync(string? stream = null, CancellationToken cancellationToken = default) =>
        Run(() => _reader.CountRows(stream), cancellationToken);

    /// <inheritdoc/>
    public Task<DateTime?> GetWatermarkAsync(string stream, CancellationToken cancellationToken = default) =>
        Run(() => _reader.GetWatermark(stream), cancellationToken);

    /// <inheritdoc/>
    public async Task<string?> CheckAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            // A real write through the writer's queue, so that a stuck writer and a full disk show here.
            await _writer.EnqueueAsync(1, static session => session.RecordCheck(), cancellationToken).WaitAsync(TimeSpan.FromSeconds(5), cancellationToken);
            return DiskFault();
        }
        catch (Exception error) when (error is StorageException or TimeoutException)
        {
            return error is TimeoutException ? "The writer did not answer within 5 s." : error.Message;
        }
    }

    /// <summary>A small write may still succeed where the next batch will not, so the free space counts as well.</summary>
    private string? DiskFault() => new DriveInfo(Path.GetDirectoryName(_connections.Path)!).AvailableFreeSpace is var free && free < MinimumFreeBytes
        ? $"The disk that holds '{_connections.Path}' has only {free >> 20} MiB left: free some space."
        : null;

    /// <summary>Writes what was queued, then closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _readers.Dispose();
    }

    /// <summary>SQLite has no asynchronous calls; the work runs on a pool thread so that callers never wait in line behind it.</summary>
    private async Task<T> Run<T>(Func<T> work, CancellationToken cancellationToken)
    {
        await _readers.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(work, cancellationToken);
        }
        catch (SqliteException error)
        {
            throw SqliteErrors.Wrap(error, _connections.Path);
        }
        finally
        {
            _readers.Release();
        }
    }
}
