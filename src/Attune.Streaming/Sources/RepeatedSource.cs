using System.Runtime.CompilerServices;
using Attune.Events;

namespace Attune.Streaming.Sources;

/// <summary>Replays a source several times; each replay is moved in time behind the one before, and its events have ids of their own.</summary>
/// <remarks>The ids depend only on the input and the number of the replay, so running it again adds nothing to the store.</remarks>
public sealed class RepeatedSource(IEventSource inner, int times, TimeSpan windowSize) : IEventSource
{
    /// <inheritdoc/>
    public string Stream => inner.Stream;

    /// <inheritdoc/>
    public long? Total => inner.Total * times;

    /// <inheritdoc/>
    public async IAsyncEnumerable<SourceBatch> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (first, last) = (DateTime.MaxValue, DateTime.MinValue);
        for (var generation = 0; generation < times; generation++)
        {
            var shift = generation == 0 || last < first ? TimeSpan.Zero : generation * Period(last - first);
            await foreach (var batch in inner.ReadAsync(cancellationToken))
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
    private TimeSpan Period(TimeSpan span)
    {
        var day = TimeSpan.FromDays(1);
        var unit = day.Ticks % windowSize.Ticks == 0 ? day : windowSize;
        return unit * (Math.Ceiling(span / unit) + 1);
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
