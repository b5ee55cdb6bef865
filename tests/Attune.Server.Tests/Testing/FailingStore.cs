using System.Runtime.CompilerServices;
using Attune.Events;
using Attune.Storage;

namespace Attune.Server.Tests.Testing;

/// <summary>A store that can be told to fail; everything else is the real one's.</summary>
public sealed class FailingStore(IEventStore inner) : IEventStore
{
    private volatile bool _failsToAppend;
    private volatile bool _failsToAppendLetters;
    private volatile bool _failsToSaveWindows;
    private volatile StorageException? _readError;
    private int _failures;

    public bool FailsToAppend { get => _failsToAppend; set => _failsToAppend = value; }

    public bool FailsToAppendLetters { get => _failsToAppendLetters; set => _failsToAppendLetters = value; }

    public bool FailsToSaveWindows { get => _failsToSaveWindows; set => _failsToSaveWindows = value; }

    /// <summary>What reading the ledger ends with, after all its flows.</summary>
    public StorageException? ReadError { get => _readError; set => _readError = value; }

    public int Failures => Volatile.Read(ref _failures);

    public Task<AppendResult> AppendAsync(EventBatch batch, CancellationToken cancellationToken = default) =>
        FailsToAppend || (FailsToAppendLetters && batch.DeadLetters.Count > 0) ? FailAsync<AppendResult>() : inner.AppendAsync(batch, cancellationToken);

    public Task SaveWindowsAsync(string stream, DateTime watermark, IReadOnlyList<WindowResult> windows, CancellationToken cancellationToken = default) =>
        FailsToSaveWindows ? FailAsync<bool>() : inner.SaveWindowsAsync(stream, watermark, windows, cancellationToken);

    public Task<Page<StoredFlow>> GetFlowsAsync(FlowQuery query, CancellationToken cancellationToken = default) => inner.GetFlowsAsync(query, cancellationToken);

    public async IAsyncEnumerable<Flow> ReadFlowsAsync(string stream, DateTime from, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var flow in inner.ReadFlowsAsync(stream, from, cancellationToken))
        {
            yield return flow;
        }

        if (ReadError is { } error)
        {
            Interlocked.Increment(ref _failures);
            throw error;
        }
    }

    public IAsyncEnumerable<TextEvent> ReadTextHeadersAsync(string stream, DateTime from, CancellationToken cancellationToken = default) => inner.ReadTextHeadersAsync(stream, from, cancellationToken);

    public Task<Page<WindowResult>> GetWindowsAsync(WindowQuery query, CancellationToken cancellationToken = default) => inner.GetWindowsAsync(query, cancellationToken);

    public Task<IReadOnlyList<SourceTotal>> GetTopSourcesAsync(int limit, string? stream = null, CancellationToken cancellationToken = default) => inner.GetTopSourcesAsync(limit, stream, cancellationToken);

    public Task<IReadOnlyList<SpamDay>> GetTopSpamDaysAsync(int limit, int minimumMessages, string? stream = null, CancellationToken cancellationToken = default) =>
        inner.GetTopSpamDaysAsync(limit, minimumMessages, stream, cancellationToken);

    public Task<Page<StoredDeadLetter>> GetDeadLettersAsync(DeadLetterQuery query, CancellationToken cancellationToken = default) => inner.GetDeadLettersAsync(query, cancellationToken);

    public Task<IReadOnlyList<KeyValuePair<string, long>>> CountDeadLettersAsync(string? stream = null, CancellationToken cancellationToken = default) => inner.CountDeadLettersAsync(stream, cancellationToken);

    public Task<RowCounts> CountRowsAsync(string? stream = null, CancellationToken cancellationToken = default) => inner.CountRowsAsync(stream, cancellationToken);

    public Task<DateTime?> GetWatermarkAsync(string stream, CancellationToken cancellationToken = default) => inner.GetWatermarkAsync(stream, cancellationToken);

    private Task<T> FailAsync<T>()
    {
        Interlocked.Increment(ref _failures);
        return Task.FromException<T>(new StorageException("The disk is full; free some space."));
    }
}
