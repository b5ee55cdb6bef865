namespace Attune.Streaming.Pipelines.Time;

/// <summary>What the time of an event is, and how far the watermark trails it.</summary>
public sealed record StreamTime<T>
{
    /// <summary>Tells the event time; null: the source's own. An exception, or a time before 0001-01-02, makes the event a dead letter.</summary>
    public Func<T, DateTime>? Selector { get; init; }

    /// <summary>True for the time of arrival instead: windows then follow the clock and nothing is late.</summary>
    public bool IsArrival { get; init; }

    /// <summary>How much later than newer events of its split an event may come. Default 0.</summary>
    public TimeSpan MaxOutOfOrderness { get; init; }

    /// <summary>Step of the watermark: it is a whole multiple of this. What is late so depends on the events only, not on batches. Default 1 ms; windows need no more than their slide.</summary>
    public TimeSpan Step { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>Processing time after which a split without events no longer holds the watermark back. Null: never.</summary>
    public TimeSpan? IdleAfter { get; init; }

    /// <summary>How far an event may lie in the future of the clock; a later one is a dead letter. Null: it may.</summary>
    public TimeSpan? MaxFutureSkew { get; init; }
}
