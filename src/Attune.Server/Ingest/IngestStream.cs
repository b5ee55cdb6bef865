using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Threading.Channels;
using Attune.Events;
using Attune.Storage;
using Attune.Streaming;
using Attune.Streaming.Sources;
using Attune.Streaming.Watermarks;
using Attune.Streaming.Windows;
using Microsoft.Extensions.Logging;
using EventId = Attune.Events.EventId;

namespace Attune.Server.Ingest;

/// <summary>
/// One stream of events. A batch goes to the store at once, in order; when it is durable it goes on, in the same order, to the windows
/// and the live feed, and is acknowledged. A bounded number of batches is on the way; further callers wait.
/// </summary>
public sealed partial class IngestStream : IAsyncDisposable
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    /// <summary>Longest time between two attempts to restore.</summary>
    private static readonly TimeSpan MaxRetryDelay = TimeSpan.FromSeconds(30);

    /// <summary>How long a start waits for a store that does not answer; then the stream goes on to try by itself.</summary>
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(5);

    /// <summary>How long a stop waits for a store that does not answer.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    private readonly IEventStore _store;
    private readonly LiveFeed _feed;
    private readonly IngestMeter _meter;
    private readonly SourceRanking _sources;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly StreamingOptions _options;
    private readonly WatermarkTrail _trail;
    private readonly TumblingWindows _assigner;
    private readonly ConcurrentQueue<StreamRecord> _late = new();
    private readonly Channel<InFlight> _inFlight = Channel.CreateUnbounded<InFlight>(new UnboundedChannelOptions { SingleReader = true });
    private readonly SemaphoreSlim _order = new(1);
    private readonly SemaphoreSlim _slots;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Dictionary<string, long> _bytesByProtocol = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WindowedStream _windows;
    private BoundedOutOfOrderness _watermark;
    private Task _dispatching = Task.CompletedTask;
    private volatile string? _restoreFault;
    private volatile string? _windowsFault;
    private volatile string? _lateFault;
    private volatile string? _broken;
    private volatile bool _disposed;
    private long _lateCount;
    private long _windowCount;

    internal IngestStream(
        string name, IngestMode mode, IEventStore store, LiveFeed feed, IngestMeter meter, SourceRanking sources, StreamingOptions options, TimeProvider time, ILogger logger)
    {
        (Name, Mode, _store, _feed, _meter, _sources, _time, _logger) = (name, mode, store, feed, meter, sources, time, logger);
        _options = options;
        _slots = new SemaphoreSlim(options.MaxInFlight);
        _trail = new WatermarkTrail(options.WindowSize);
        _assigner = new TumblingWindows(options.WindowSize);
        (_windows, _watermark) = (OpenWindows(), new BoundedOutOfOrderness(options.MaxOutOfOrderness));
    }

    /// <summary>Name of the stream.</summary>
    public string Name { get; }

    /// <summary>What its windows are made of.</summary>
    public IngestMode Mode { get; }

    /// <summary>What keeps the stream from working, if anything. It goes on by itself when the store does; only a failure of the windows lasts until a restart.</summary>
    public string? Fault => _broken ?? _restoreFault ?? _windowsFault ?? _lateFault;

    /// <summary>Events that came after their window had closed.</summary>
    public long LateEvents => Interlocked.Read(ref _lateCount);

    /// <summary>Windows that have closed.</summary>
    public long ClosedWindows => Interlocked.Read(ref _windowCount);

    /// <summary>Takes a batch in; completes when it is durable, counted in its windows and broadcast.</summary>
    /// <param name="batch">The events.</param>
    /// <param name="watermarks">Where the watermark moves on within the batch; null in a live stream, which derives it from the events.</param>
    /// <param name="startedAt">Timestamp of the stream's clock from which latency counts; null for now.</param>
    /// <param name="cancellationToken">Gives up waiting for a place; a batch that has one is processed to its end.</param>
    /// <exception cref="StorageException">Nothing of the batch was stored.</exception>
    public async Task<AppendResult> SubmitAsync(
        EventBatch batch, IReadOnlyList<WatermarkMark>? watermarks = null, long? startedAt = null, CancellationToken cancellationToken = default) =>
        await await EnqueueAsync(batch, watermarks, startedAt, cancellationToken);

    /// <summary>As <see cref="SubmitAsync"/>, but completes when the batch has a place; the inner task is the acknowledgement.</summary>
    public async Task<Task<AppendResult>> EnqueueAsync(
        EventBatch batch, IReadOnlyList<WatermarkMark>? watermarks = null, long? startedAt = null, CancellationToken cancellationToken = default)
    {
        var started = startedAt ?? _time.GetTimestamp();
        ThrowOnFault();
        await _slots.WaitAsync(cancellationToken);
        try
        {
            await _order.WaitAsync(cancellationToken);
        }
        catch
        {
            _slots.Release();
            throw;
        }

        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var work = new InFlight(batch, watermarks ?? [], started, _store.AppendAsync(batch, CancellationToken.None));
            _inFlight.Writer.TryWrite(work);
            return work.Acknowledged.Task;
        }
        catch
        {
            _slots.Release();
            throw;
        }
        finally
        {
            _order.Release();
        }
    }

    /// <summary>For a finite input: waits for all batches, closes every window, and stores what came too late.</summary>
    public async Task CompleteAsync()
    {
        await StopDispatchingAsync();
        await _windows.CloseAllAsync();
        await _windows.DrainAsync();
        await StoreLateAsync();
    }

    /// <summary>Processes what was taken in. The windows of a live stream stay open: they are restored at the next start.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_restoreFault is not null)
        {
            // It has taken nothing in that could be finished.
            await _stopping.CancelAsync();
        }

        await TryAsync(() => StopDispatchingAsync().WaitAsync(StopPatience));
        await TryAsync(() => _windows.DrainAsync().WaitAsync(StopPatience));

        // From here on nothing waits for the store any more: what it has is what the next start finds.
        await _stopping.CancelAsync();
        await TryAsync(() => _windows.DisposeAsync().AsTask());
        await TryAsync(() => _dispatching);

        _stopping.Dispose();
        _slots.Dispose();
        _order.Dispose();
    }

    private async Task TryAsync(Func<Task> step)
    {
        try
        {
            await step();
        }
        catch (Exception error)
        {
            LogUnfinished(Name, error.Message);
        }
    }

    private async Task StopDispatchingAsync()
    {
        await _order.WaitAsync();
        _disposed = true;
        _inFlight.Writer.TryComplete();
        _order.Release();
        await _dispatching;
    }

    private async Task DispatchAsync()
    {
        await foreach (var work in _inFlight.Reader.ReadAllAsync())
        {
            try
            {
                var result = await work.Stored;
                await DispatchAsync(work, result);
                work.Acknowledged.SetResult(result);
            }
            catch (StorageException error)
            {
                // The sender is told. It is no lasting fault: a server that is not ready is sent nothing, so no later batch could end it.
                work.Acknowledged.SetException(error);
            }
            catch (Exception error)
            {
                // The windows cannot go on. What is stored is safe: the next start makes them again from the ledger.
                _broken = error is OperationCanceledException ? "The server is stopping." : error.Message;
                LogBroken(error, Name);
                work.Acknowledged.SetException(new StorageException(_broken, error));
            }
            finally
            {
                _slots.Release();
            }
        }
    }

    private async Task DispatchAsync(InFlight work, AppendResult result)
    {
        var flows = Mode == IngestMode.Replay ? work.Batch.Flows : Only(work.Batch.Flows, result.NewFlows);
        var texts = Mode == IngestMode.Replay ? work.Batch.Texts : Only(work.Batch.Texts, result.NewTexts);
        await SendToWindowsAsync(flows, texts, Mode == IngestMode.Replay ? work.Watermarks : Observe(flows, texts));
        _feed.Flows(Name, flows);
        _feed.Messages(Name, texts);
        Measure(work, flows, texts, result);
        await StoreLateAsync();
    }

    /// <summary>Sends the events in pieces, each followed by the watermark that holds after it.</summary>
    private async Task SendToWindowsAsync(IReadOnlyList<Flow> flows, IReadOnlyList<TextEvent> texts, IReadOnlyList<WatermarkMark> marks)
    {
        var (flow, text) = (0, 0);
        foreach (var mark in marks)
        {
            await _windows.SendAsync(Piece(mark.Flows, mark.Texts), mark.Time, _stopping.Token);
        }

        await _windows.SendAsync(Piece(flows.Count, texts.Count), null, _stopping.Token);

        List<StreamRecord> Piece(int flowsEnd, int textsEnd)
        {
            var records = new List<StreamRecord>(flowsEnd - flow + textsEnd - text);
            for (; flow < flowsEnd; flow++)
            {
                records.Add(new StreamRecord(flows[flow]));
            }

            for (; text < textsEnd; text++)
            {
                records.Add(new StreamRecord(texts[text]));
            }

            return records;
        }
    }

    private IReadOnlyList<WatermarkMark> Observe(IReadOnlyList<Flow> flows, IReadOnlyList<TextEvent> texts)
    {
        for (var i = 0; i < flows.Count; i++)
        {
            _trail.Advance(_watermark.Observe(flows[i].Timestamp), i + 1, 0);
        }

        for (var i = 0; i < texts.Count; i++)
        {
            _trail.Advance(_watermark.Observe(texts[i].Timestamp), flows.Count, i + 1);
        }

        return _trail.Take(flows.Count, texts.Count);
    }

    private void Measure(InFlight work, IReadOnlyList<Flow> flows, IReadOnlyList<TextEvent> texts, AppendResult result)
    {
        var latency = _time.GetElapsedTime(work.StartedAt).TotalSeconds;
        for (var i = 0; i < work.Batch.Count; i++)
        {
            _meter.Latency.Record(latency);
        }

        _meter.Flows.Add(flows.Count);
        _meter.Messages.Add(texts.Count);
        _meter.DeadLetters.Add(work.Batch.DeadLetters.Count);
        _meter.Duplicates.Add(result.Duplicates);
        _bytesByProtocol.Clear();
        foreach (var flow in flows)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_bytesByProtocol, flow.Protocol, out _) += flow.Bytes;
        }

        foreach (var (protocol, bytes) in _bytesByProtocol)
        {
            _meter.Bytes.Add(bytes, new KeyValuePair<string, object?>("protocol", protocol));
        }

        _sources.Add(flows);
    }

    private async Task SaveWindowsAsync(DateTime watermark, IReadOnlyList<WindowResult> windows)
    {
        while (true)
        {
            try
            {
                // Not the watermark itself: what the next start restores, and retention must leave, begins where the first open window does.
                await _store.SaveWindowsAsync(Name, _assigner.WindowOf(watermark).Start, windows, _stopping.Token);
                _windowsFault = null;
                break;
            }
            catch (StorageException error) when (Mode == IngestMode.Live)
            {
                // The events are safe in the ledger; the windows wait for the store, and new events are refused meanwhile.
                _windowsFault = error.Message;
                LogWindowsWait(Name, error.Message);
                await Task.Delay(RetryDelay, _time, _stopping.Token);
            }
        }

        Interlocked.Add(ref _windowCount, windows.Count);
        _meter.Windows.Add(windows.Count);
        _feed.Windows(windows);
    }

    private async Task StoreLateAsync()
    {
        var letters = new List<DeadLetter>();
        while (_late.TryDequeue(out var record))
        {
            var id = record.Flow?.Id ?? record.Text!.Id;
            letters.Add(new DeadLetter(
                EventId.Create(record.Timestamp, $"late:{id}"), Name, $"event {id}", DeadLetterReasons.Late,
                $"event time {record.Timestamp:O} lies in a window that had closed; the event is stored but counted in no window", record.Key));
        }

        while (letters.Count > 0)
        {
            try
            {
                await _store.AppendAsync(new EventBatch(Name, [], [], letters), _stopping.Token);
                _lateFault = null;
                _meter.DeadLetters.Add(letters.Count);
                return;
            }
            catch (StorageException error) when (Mode == IngestMode.Live)
            {
                // The batch is stored and counted, so it must not fail now; it is acknowledged when this is written, too.
                _lateFault = error.Message;
                await Task.Delay(RetryDelay, _time, _stopping.Token);
            }
        }
    }

    private void ThrowOnFault()
    {
        if (_broken is { } broken)
        {
            throw new StorageException(broken);
        }

        if (_restoreFault is { } waiting)
        {
            throw new StorageException(waiting) { IsTransient = true };
        }

        if (Fault is { } fault && Mode == IngestMode.Live && _slots.CurrentCount == 0)
        {
            throw new StorageException(fault) { IsTransient = true };
        }
    }

    private static List<T> Only<T>(IReadOnlyList<T> items, IReadOnlyList<bool> keep)
    {
        var kept = new List<T>(items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            if (keep[i])
            {
                kept.Add(items[i]);
            }
        }

        return kept;
    }

    private sealed record InFlight(EventBatch Batch, IReadOnlyList<WatermarkMark> Watermarks, long StartedAt, Task<AppendResult> Stored)
    {
        public TaskCompletionSource<AppendResult> Acknowledged { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
