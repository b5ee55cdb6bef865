using Attune.Streaming.Pipelines;
using Attune.Streaming.Pipelines.Sinks;
using Attune.Streaming.Pipelines.Sources;

namespace Attune.Suites.Streaming.Nexmark;

/// <summary>A query of Nexmark with rows of one type.</summary>
/// <param name="number">0 to 8.</param>
/// <param name="description">What it gives.</param>
/// <param name="pipeline">The query as a pipeline.</param>
/// <param name="model">The query over all events at once.</param>
/// <typeparam name="TRow">A row.</typeparam>
internal sealed class NexmarkQuery<TRow>(
    int number, string description, Func<DataStream<NexmarkEvent>, DataStream<TRow>> pipeline, Func<IReadOnlyCollection<NexmarkEvent>, List<TRow>> model)
    : NexmarkQuery(number, description)
    where TRow : notnull
{
    /// <inheritdoc/>
    public override async Task<long> CountAsync(NexmarkEvent[] events, TimeSpan lateness, PipelineOptions options, CancellationToken cancellationToken = default)
    {
        await using var run = await Build(new MemorySource<NexmarkEvent>(events, "nexmark"), lateness, new NullSink<TRow>()).StartAsync(options, cancellationToken);
        await run.Completion;
        return run.Statistics.RecordsOut;
    }

    /// <inheritdoc/>
    public override async Task<string?> DifferenceAsync(NexmarkEvent[] events, IStreamSource<NexmarkEvent> source, TimeSpan lateness, Func<StreamPipeline, Task> run)
    {
        var sink = new CollectSink<TRow>();
        await run(Build(source, lateness, sink));
        var missing = model(events).CountBy(row => row).ToDictionary();
        foreach (var row in sink.Items)
        {
            if (!missing.TryGetValue(row, out var times))
            {
                return $"{row} is not one of the model's rows, or there too often";
            }

            _ = times == 1 ? missing.Remove(row) : (missing[row] = times - 1) > 0;
        }

        return missing.Count == 0 ? null : $"{missing.Values.Sum()} of the model's rows are missing, as {missing.Keys.First()}";
    }

    /// <inheritdoc/>
    public override long Expected(NexmarkEvent[] events) => model(events).Count;

    private StreamPipeline Build(IStreamSource<NexmarkEvent> source, TimeSpan lateness, ISink<TRow> sink) =>
        pipeline(Pipeline.From(source, Time(lateness))).To($"nexmark-q{Number}", sink);
}
