using System.Runtime.CompilerServices;
using Attune.Events;

namespace Attune.Streaming.Sources;

/// <summary>Replays a source several times; each replay is moved in time behind the one before, and its events have ids of their own.</summary>
/// <remarks>The ids depend only on the input and the number of the replay, so running it again adds nothing to the store.</remarks>
public sealed class RepeatedSource : IEventSource
{
    private readonly IEventSource _inner;
    private readonly int _times;
    private readonly TimeSpan _windowSize;

    /// <summary>Replays <paramref name="inner"/> <paramref name="times"/> times.</summary>
    /// <param name="inner">What to replay; it must give the same each time.</param>
    /// <param name="times">Number of replays, at least 1.</param>
    /// <param name="windowSize">Length of the windows that the events are counted in, positive.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="times"/> is less than 1, or <paramref name="windowSize"/> is not positive.</exception>
    public RepeatedSource(IEventSource inner, int times, TimeSpan windowSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(times, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(windowSize, TimeSpan.Zero);
        (_inner, _times, _windowSize) = (inner, times, windowSize);
    }

    /// <inheritdoc/>
    public string Stream => _inner.Stream;

    /// <inheritdoc/>
    public long? Total => _inner.Total * _times;

    /// <inheritdoc/>
    /// <exception cref="SourceException">The input cannot be read, or a replay would lie after the year 9999.</exception>
    public async IAsyncEnumerable<SourceBatch> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (first, last) = (DateTime.MaxValue, DateTime.MinValue);
        for (var generation = 0; generation < _times; generation++)
        {
            var shift = generation == 0 || last < first ? TimeSpan.Zero : generation * Period(first, last);
            await foreach (var batch in _inner.ReadAsync(cancellationToken))
            {
                if (generation == 0)
                {
                    foreach (var timestamp in batch.Flows.Select(flow => flow.Timestamp).Concat(batch.Texts.Select(text => text.Timestamp)))
                    {
                        first = timestamp < first ? timestamp : first;
                        last = timestamp > last ? timestamp : last;
                    }

                    yield return batch;
                }
                else
                {
                    yield return Shift(batch, shift, generation);
                }
            }
        }
    }

    /// <summary>Whole windows, and whole days where windows allow it, so that every replay meets its windows in the same way.</summary>
    private TimeSpan Period(DateTime first, DateTime last)
    {
        var day = TimeSpan.FromDays(1);
        var unit = day.Ticks % _windowSize.Ticks == 0 ? day : _windowSize;
        var period = unit * (Math.Ceiling((last - first) / unit) + 1);
        var room = Math.Ceiling((DateTime.MaxValue - last) / period);
        return _times <= room
            ? period
            : throw new SourceException(
                $"The input spans {(last - first).TotalDays:0} days, so it can be replayed at most {room} times before the calendar ends in the year 9999.");
    }

    private static SourceBatch Shift(SourceBatch batch, TimeSpan by, int generation)
    {
        var flows = new Flow[batch.Flows.Count];
        for (var i = 0; i < flows.Length; i++)
        {
            var flow = batch.Flows[i];
            flows[i] = flow with { Id = flow.Id.Shift(by, generation), Timestamp = flow.Timestamp + by };
        }

        return batch with
        {
            Flows = flows,
            Texts = [.. batch.Texts.Select(text => text with { Id = text.Id.Shift(by, generation), Timestamp = text.Timestamp + by })],
            DeadLetters = [.. batch.DeadLetters.Select(letter => letter with { Id = letter.Id.Shift(TimeSpan.Zero, generation) })],
            Watermarks = [.. batch.Watermarks.Select(mark => mark with { Time = mark.Time + by })],
        };
    }
}
