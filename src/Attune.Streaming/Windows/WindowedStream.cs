using Attune.Events;
using Attune.Streaming.Flows;
using Attune.Streaming.Pipelines;
using Attune.Streaming.Pipelines.Batches;
using Attune.Streaming.Pipelines.Running;

namespace Attune.Streaming.Windows;

/// <summary>
/// Aggregates flows and texts in tumbling event-time windows: statistics of bytes per source and protocol, distinct sources, share of spam.
/// </summary>
/// <remarks>
/// A pipeline in two stages: what a window knows of each source, by workers that share the sources; then the windows, put together from that.
/// A window [start, end) is reported once, when the watermark reaches its end. An event whose window is closed is late: it is
/// handed to the side output and changes nothing. Callers send from one thread at a time.
/// </remarks>
public sealed class WindowedStream : IAsyncDisposable
{
    private readonly StreamInput<StreamRecord> _input = new();
    private readonly Batch<StreamRecord> _batch = new();
    private readonly TumblingWindows _windows;
    private readonly Action<StreamRecord> _late;
    private readonly Task<PipelineRun> _run;

    // The window that was looked up last: most events lie in the same one as the event before.
    private TimeWindow _last;

    /// <summary>Starts the workers.</summary>
    /// <param name="stream">Name that the results carry.</param>
    /// <param name="windows">Which window an event belongs to.</param>
    /// <param name="options">Number and capacity of the partitions.</param>
    /// <param name="closed">Receives each watermark that closed windows, in order, with those windows, earliest first.</param>
    /// <param name="late">Receives late events, on the sender's thread, before <see cref="SendAsync"/> returns.</param>
    public WindowedStream(
        string stream,
        TumblingWindows windows,
        StreamingOptions options,
        Func<DateTime, IReadOnlyList<WindowResult>, Task> closed,
        Action<StreamRecord> late)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_windows, _late) = (windows, late);
        _run = _input.Stream
            .KeyBy(static record => record.Key, new KeyOptions<string> { MaxKeyLength = int.MaxValue })
            .Window(windows)
            .Aggregate(new SourceWindowAggregate())
            .KeyBy(static _ => default(NoKey), new KeyOptions<NoKey> { Partitions = 1 })
            .Window(windows)
            .Aggregate(new FlowWindowAggregate())
            .To(stream, new FlowWindowSink(stream, closed))
            .StartAsync(new PipelineOptions
            {
                Partitions = options.PartitionCount,
                BufferCapacity = options.PartitionCapacity,
            });
    }

    /// <summary>Latest watermark that was sent.</summary>
    public DateTime Watermark { get; private set; } = DateTime.MinValue;

    /// <summary>Sends events and, after them, a watermark: no event before it is expected any more. Waits while a partition is full.</summary>
    public ValueTask SendAsync(IReadOnlyList<StreamRecord> records, DateTime? watermark, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(records);
        for (var i = 0; i < records.Count; i++)
        {
            var record = records[i];
            if (IsLate(record.Timestamp))
            {
                _late(record);
            }
            else
            {
                _batch.Add(record, record.Timestamp.Ticks);
            }
        }

        if (watermark > Watermark)
        {
            Watermark = watermark.Value;
            _batch.AddMark(watermark.Value.Ticks);
        }

        return _batch.IsEmpty ? ValueTask.CompletedTask : OrErrorOfRun(SendBatchAsync(cancellationToken), cancellationToken);
    }

    /// <summary>Closes every window that is open, as if no event could come any more.</summary>
    public ValueTask CloseAllAsync(CancellationToken cancellationToken = default) => SendAsync([], DateTime.MaxValue, cancellationToken);

    /// <summary>Completes when everything sent so far has been processed and its windows reported.</summary>
    public async Task DrainAsync()
    {
        await _run;
        await OrErrorOfRun(new ValueTask(_input.FlushAsync()), CancellationToken.None);
    }

    /// <summary>Processes what was sent, then stops. Windows that are open stay unreported.</summary>
    /// <exception cref="Exception">What a receiver of windows threw.</exception>
    public async ValueTask DisposeAsync()
    {
        await using var run = await _run;
        await run.StopAsync();
    }

    private async ValueTask SendBatchAsync(CancellationToken cancellationToken)
    {
        await _run;
        await _input.SendAsync(_batch, cancellationToken);
    }

    /// <summary>A worker that fails ends the run; who sends is to get its error, not that the run has ended.</summary>
    private async ValueTask OrErrorOfRun(ValueTask call, CancellationToken cancellationToken)
    {
        try
        {
            await call;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            await (await _run).Completion;
            throw;
        }
    }

    private bool IsLate(DateTime timestamp)
    {
        if (timestamp < _last.Start || timestamp >= _last.End)
        {
            _last = _windows.WindowOf(timestamp);
        }

        return _last.End <= Watermark;
    }
}
