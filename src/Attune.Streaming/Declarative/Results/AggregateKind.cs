namespace Attune.Streaming.Declarative.Results;

/// <summary>What an aggregate of a description computes.</summary>
public enum AggregateKind
{
    /// <summary>Number of events.</summary>
    Count,

    /// <summary>Sum of a field.</summary>
    Sum,

    /// <summary>Mean of a field.</summary>
    Mean,

    /// <summary>Least value of a field.</summary>
    Min,

    /// <summary>Greatest value of a field.</summary>
    Max,

    /// <summary>Population variance of a field.</summary>
    Variance,

    /// <summary>Population standard deviation of a field.</summary>
    Std,

    /// <summary>Value of a field in the event with the earliest time.</summary>
    First,

    /// <summary>Value of a field in the event with the latest time.</summary>
    Last,

    /// <summary>Number of different values of a field, estimated.</summary>
    Distinct,

    /// <summary>A percentile of a field, estimated.</summary>
    Percentile,

    /// <summary>The most frequent values of a field.</summary>
    Top,
}
