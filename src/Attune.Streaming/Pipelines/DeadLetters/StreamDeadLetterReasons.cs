namespace Attune.Streaming.Pipelines.DeadLetters;

/// <summary>Reasons of the dead letters that a pipeline itself makes. Sources have their own, for example <c>bad-json</c>.</summary>
public static class StreamDeadLetterReasons
{
    /// <summary>An event without a time, with one before 0001-01-02, or whose time could not be told.</summary>
    public const string BadTimestamp = "bad-timestamp";

    /// <summary>An event further in the future than the allowed skew.</summary>
    public const string FutureTimestamp = "future-timestamp";

    /// <summary>An event whose key is null.</summary>
    public const string MissingKey = "missing-key";

    /// <summary>An event whose key is a text longer than allowed.</summary>
    public const string KeyTooLong = "key-too-long";

    /// <summary>The function that tells the key failed.</summary>
    public const string KeyFailed = "key-failed";

    /// <summary>A predicate or selector failed.</summary>
    public const string StepFailed = "step-failed";

    /// <summary>The value of an event could not be told, or its aggregate failed.</summary>
    public const string AggregateFailed = "aggregate-failed";

    /// <summary>A keyed processor failed.</summary>
    public const string ProcessFailed = "process-failed";

    /// <summary>All attempts to enrich an event failed; the last with an error.</summary>
    public const string EnrichFailed = "enrich-failed";

    /// <summary>All attempts to enrich an event failed; the last took too long.</summary>
    public const string EnrichTimeout = "enrich-timeout";
}
