namespace Attune.Streaming.Declarative.Rows;

/// <summary>How the time of an event is written.</summary>
public enum TimeFormat
{
    /// <summary>A text in ISO 8601, for example <c>2026-01-05T10:00:00Z</c>; without a zone it is UTC.</summary>
    Iso8601,

    /// <summary>Milliseconds since 1970-01-01T00:00Z.</summary>
    UnixMs,

    /// <summary>Seconds since 1970-01-01T00:00Z, with or without a fraction.</summary>
    UnixS,
}
