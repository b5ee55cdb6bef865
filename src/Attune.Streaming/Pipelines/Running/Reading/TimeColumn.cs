using Attune.Streaming.Checkpoints;
using Attune.Streaming.Pipelines.Batches;
using Attune.Streaming.Pipelines.DeadLetters;
using Attune.Streaming.Pipelines.Sources;
using Attune.Streaming.Pipelines.Time;
using Attune.Streaming.Watermarks;

namespace Attune.Streaming.Pipelines.Running.Reading;

/// <summary>Tells the times of what a source gave, and puts the watermarks exactly behind the events that moved them.</summary>
internal sealed class TimeColumn<T>(StreamTime<T> time, StepContext context)
{
    private static readonly long Earliest = new DateTime(1, 1, 2).Ticks;
    private readonly SplitWatermarks _watermarks = new(time.MaxOutOfOrderness, time.Step, time.IdleAfter);
    private readonly List<int> _failed = [];
    private int[] _splits = [];
    private IReadOnlyList<int>? _active;
    private long _arrival = long.MinValue;

    /// <summary>The present watermark, UTC ticks.</summary>
    public long Watermark => time.IsArrival ? _arrival : _watermarks.Watermark;

    /// <summary>Turns what was read into a batch with times and watermarks; the buffer is left empty.</summary>
    /// <param name="buffer">What the source gave.</param>
    /// <param name="batch">An empty batch.</param>
    /// <param name="active">The splits of the source; null if it does not know them.</param>
    /// <param name="now">Processing time, UTC ticks.</param>
    public void Fill(SourceBuffer<T> buffer, Batch<T> batch, IReadOnlyList<int>? active, long now)
    {
        if (time.IsArrival)
        {
            buffer.MoveTo(batch);
            if (now > _arrival)
            {
                _arrival = now;
                batch.AddMarkAt(0, now);
            }

            batch.WritableTimestamps.Fill(_arrival);
            return;
        }

        if (active is not null && !ReferenceEquals(active, _active))
        {
            _active = active;
            _watermarks.SetSplits(active, now);
        }

        buffer.MoveTo(batch);
        var splits = buffer.Splits;
        Tell(batch, now);
        if (_failed.Count > 0)
        {
            batch.Remove(_failed);
            splits = Remove(splits);
        }

        Mark(batch, splits, now);
        if (_watermarks.LeaveOut(now))
        {
            batch.AddMark(_watermarks.Watermark);
        }
    }

    public void Save(StateWriter writer)
    {
        writer.Write(_arrival);
        _watermarks.Save(writer);
    }

    public void Load(StateReader reader, long now)
    {
        _arrival = reader.Read<long>();
        _watermarks.Load(reader, now);
    }

    private ReadOnlySpan<int> Remove(ReadOnlySpan<int> splits)
    {
        if (_splits.Length < splits.Length)
        {
            _splits = new int[splits.Length];
        }

        var to = 0;
        for (var i = 0; i < splits.Length; i++)
        {
            if (_failed.BinarySearch(i) < 0)
            {
                _splits[to++] = splits[i];
            }
        }

        return _splits.AsSpan(0, to);
    }

    private void Tell(Batch<T> batch, long now)
    {
        _failed.Clear();
        var latest = time.MaxFutureSkew is { } skew && skew.Ticks < DateTime.MaxValue.Ticks - now ? now + skew.Ticks : DateTime.MaxValue.Ticks;
        var row = 0;
        while (row < batch.Count)
        {
            try
            {
                TellRun(batch, latest, ref row);
                if (row < batch.Count)
                {
                    Fail(batch, row, batch.Timestamps[row]);
                    row++;
                }
            }
            catch (Exception error)
            {
                context.Report(StreamDeadLetterReasons.BadTimestamp, error.Message, batch.Items[row]);
                _failed.Add(row++);
            }
        }
    }

    /// <summary>Stops at an event whose time cannot be used.</summary>
    private void TellRun(Batch<T> batch, long latest, ref int row)
    {
        var timestamps = batch.WritableTimestamps;
        if (time.Selector is not { } selector)
        {
            for (; row < timestamps.Length && timestamps[row] >= Earliest && timestamps[row] <= latest; row++)
            {
            }

            return;
        }

        var items = batch.Items;
        for (; row < items.Length; row++)
        {
            var told = selector(items[row]);
            var ticks = told.Kind == DateTimeKind.Local ? told.ToUniversalTime().Ticks : told.Ticks;
            timestamps[row] = ticks;
            if (ticks < Earliest || ticks > latest)
            {
                return;
            }
        }
    }

    private void Fail(Batch<T> batch, int row, long timestamp)
    {
        if (timestamp < Earliest)
        {
            context.Report(StreamDeadLetterReasons.BadTimestamp, "The event has no time, or one before 0001-01-02.", batch.Items[row]);
        }
        else
        {
            var told = new DateTime(Math.Min(timestamp, DateTime.MaxValue.Ticks), DateTimeKind.Utc);
            context.Report(
                StreamDeadLetterReasons.FutureTimestamp, $"Its time {told:O} is more than {time.MaxFutureSkew} ahead of the clock.", batch.Items[row]);
        }

        _failed.Add(row);
    }

    private void Mark(Batch<T> batch, ReadOnlySpan<int> splits, long now)
    {
        var timestamps = batch.Timestamps;
        var row = 0;
        while (row < timestamps.Length)
        {
            var split = splits[row];
            var run = splits[row..].IndexOfAnyExcept(split);
            var end = run < 0 ? timestamps.Length : row + run;
            var next = _watermarks.Speak(split, now);
            for (; row < end; row++)
            {
                if (timestamps[row] >= next)
                {
                    if (_watermarks.Observe(split, timestamps[row], out next))
                    {
                        batch.AddMarkAt(row + 1, _watermarks.Watermark);
                    }
                }
            }
        }
    }
}
