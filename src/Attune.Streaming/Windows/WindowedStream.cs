using Attune.Events;
using Attune.Streaming.Partitions;

namespace Attune.Streaming.Windows;

/// <summary>
/// Aggregates a stream in event-time windows, partitioned by key: statistics of bytes per source and protocol, distinct sources, share of spam.
/// </summary>
/// <remarks>
/// A window [start, end) is reported once, when the watermark reaches its end. An event whose windows are all closed is late: it is
/// handed to the side output and changes nothing. Callers send from one thread at a time.
/// </remarks>
public sealed class WindowedStream : IAsyncDisposable
{
    private readonly PartitionedPipeline<StreamRecord, KeyValuePair<TimeWindow, WindowState>> _pipeline;
    private readonly string _stream;
    private readonly Func<DateTime, IReadOnlyList<WindowResult>, Task> _closed;
    private readonly IWindowAssigner _assigner;
    private readonly Action<StreamRecord> _late;
    private readonly List<TimeWindow> _assigned = [];

    /// <summary>Starts the partitions.</summary>
    /// <param name="stream">Name that the results carry.</param>
    /// <param name="assigner">Which windows an event belongs to.</param>
    /// <param name="options">Number and capacity of the partitions.</param>
    /// <param name="closed">Receives each watermark, in order, with the windows that it closed, earliest first.</param>
    /// <param name="late">Receives late events, on the sender's thread, before <see cref="SendAsync"/> returns.</param>
    public WindowedStream(
        string stream,
        IWindowAssigner assigner,
        StreamingOptions options,
        Func<DateTime, IReadOnlyList<WindowResult>, Task> closed,
        Action<StreamRecord> late)
    {
        ArgumentNullException.ThrowIfNull(options);
        _stream = stream;
        _closed = closed;
        _assigner = assigner;
        _late = late;
        _pipeline = new PartitionedPipeline<StreamRecord, KeyValuePair<TimeWindow, WindowState>>(
            options.PartitionCount,
            options.PartitionCapacity,
            static record => StableHash.Of(record.Key),
            _ => new WindowPartition(assigner),
            MergeAsync);
    }

    /// <summary>Latest watermark that was sent.</summary>
    public DateTime Watermark { get; private set; } = DateTime.MinValue;

    /// <summary>Sends events and, after them, a watermark: no event before it is expected any more. Waits while a partition is full.</summary>
    public ValueTask SendAsync(IReadOnlyList<StreamRecord> records, DateTime? watermark, CancellationToken cancellationToken = default)
    {
        if (watermark <= Watermark)
        {
            watermark = null;
        }

        var before = Watermark;
        Watermark = watermark ?? Watermark;
        return _pipeline.SendAsync(TakeLateOut(records, before), watermark, cancellationToken);
    }

    /// <summary>Closes every window that is open, as if no event could come any more.</summary>
    public ValueTask CloseAllAsync(CancellationToken cancellationToken = default) => SendAsync([], DateTime.MaxValue, cancellationToken);

    /// <summary>Completes when everything sent so far has been processed and its windows reported.</summary>
    public Task DrainAsync() => _pipeline.DrainAsync();

    /// <summary>Processes what was sent, then stops. Windows that are open stay unreported.</summary>
    public ValueTask DisposeAsync() => _pipeline.DisposeAsync();

    /// <summary>The sender knows the watermark that the events will meet, so it can tell at once what is late.</summary>
    private IReadOnlyList<StreamRecord> TakeLateOut(IReadOnlyList<StreamRecord> records, DateTime watermark)
    {
        List<StreamRecord>? inTime = null;
        for (var i = 0; i < records.Count; i++)
        {
            if (IsLate(records[i], watermark))
            {
                inTime ??= [.. records.Take(i)];
                _late(records[i]);
            }
            else
            {
                inTime?.Add(records[i]);
            }
        }

        return inTime ?? records;
    }

    private bool IsLate(in StreamRecord record, DateTime watermark)
    {
        _assigned.Clear();
        _assigner.Assign(record.Timestamp, _assigned);
        foreach (var window in _assigned)
        {
            if (window.End > watermark)
            {
                return false;
            }
        }

        return true;
    }

    private Task MergeAsync(DateTime watermark, IReadOnlyList<KeyValuePair<TimeWindow, WindowState>> parts)
    {
        var merged = new Dictionary<TimeWindow, WindowState>();
        foreach (var (window, state) in parts)
        {
            if (!merged.TryAdd(window, state))
            {
                merged[window].Merge(state);
            }
        }

        return _closed(watermark, [.. merged
            .OrderBy(pair => pair.Key.End).ThenBy(pair => pair.Key.Start)
            .Select(pair => pair.Value.ToResult(_stream, pair.Key))]);
    }
}
