namespace Attune.Storage;

/// <summary>Which flows to read, in order of event time. Null means no restriction.</summary>
public sealed record FlowQuery
{
    /// <summary>Largest <see cref="Limit"/>.</summary>
    public const int MaxLimit = 1000;

    /// <summary>Only flows of this stream.</summary>
    public string? Stream { get; init; }

    /// <summary>Only flows from this source address, in canonical form.</summary>
    public string? SourceIp { get; init; }

    /// <summary>Only flows of this protocol.</summary>
    public string? Protocol { get; init; }

    /// <summary>Only flows at or after this instant.</summary>
    public DateTime? From { get; init; }

    /// <summary>Only flows before this instant.</summary>
    public DateTime? To { get; init; }

    /// <summary>The cursor that the previous page ended with.</summary>
    public string? After { get; init; }

    /// <summary>Rows per page, 1 to <see cref="MaxLimit"/>.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>Latest first instead of earliest first.</summary>
    public bool Descending { get; init; }
}
