using Attune.Streaming.Pipelines;
using Attune.Streaming.Pipelines.Sources;
using Attune.Streaming.Pipelines.Time;

namespace Attune.Suites.Streaming.Nexmark;

/// <summary>A query of Nexmark: its pipeline, and the naive model of it.</summary>
/// <param name="number">0 to 8.</param>
/// <param name="description">What it gives.</param>
internal abstract class NexmarkQuery(int number, string description)
{
    /// <summary>0 to 8.</summary>
    public int Number => number;

    /// <summary>What it gives.</summary>
    public string Description => description;

    /// <summary>Time of Nexmark's events.</summary>
    /// <param name="lateness">How much later than newer ones an event may come.</param>
    public static StreamTime<NexmarkEvent> Time(TimeSpan lateness) =>
        StreamTimes.From<NexmarkEvent>(item => new DateTime(item.Time, DateTimeKind.Utc), lateness);

    /// <summary>Runs the pipeline and counts its rows.</summary>
    public abstract Task<long> CountAsync(NexmarkEvent[] events, TimeSpan lateness, PipelineOptions options, CancellationToken cancellationToken = default);

    /// <summary>Runs the pipeline and the model: null when their rows are the same, in any order; else what differs.</summary>
    public Task<string?> DifferenceAsync(NexmarkEvent[] events, TimeSpan lateness, PipelineOptions options, CancellationToken cancellationToken = default) =>
        DifferenceAsync(events, new MemorySource<NexmarkEvent>(events, "nexmark"), lateness, pipeline => pipeline.RunAsync(options, cancellationToken));

    /// <summary>The same with a source and a way to run of the caller's own.</summary>
    /// <param name="events">What the source gives in the end.</param>
    /// <param name="source">Gives the events.</param>
    /// <param name="lateness">How much later than newer ones an event may come.</param>
    /// <param name="run">Runs the pipeline to its end, in one go or in several.</param>
    public abstract Task<string?> DifferenceAsync(NexmarkEvent[] events, IStreamSource<NexmarkEvent> source, TimeSpan lateness, Func<StreamPipeline, Task> run);

    /// <summary>Rows that the model gives.</summary>
    public abstract long Expected(NexmarkEvent[] events);

    /// <inheritdoc/>
    public override string ToString() => $"q{number}";
}
