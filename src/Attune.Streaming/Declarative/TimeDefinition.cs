using Attune.Streaming.Declarative.Rows;

namespace Attune.Streaming.Declarative;

/// <summary>The section <c>time</c> of a description.</summary>
public sealed record TimeDefinition
{
    /// <summary>Where the time comes from.</summary>
    public TimeOrigin Origin { get; init; }

    /// <summary>The field, with <see cref="TimeOrigin.Field"/>.</summary>
    public TimeField? Field { get; init; }

    /// <summary>How much later than newer events an event may come. Default 0, 0 to 366 days.</summary>
    public TimeSpan MaxOutOfOrderness { get; init; }

    /// <summary>Time after which a partition without events no longer holds the watermark back; null: never.</summary>
    public TimeSpan? IdleAfter { get; init; }

    /// <summary>How far in the future an event may lie; null: as far as it likes.</summary>
    public TimeSpan? MaxFutureSkew { get; init; }
}
