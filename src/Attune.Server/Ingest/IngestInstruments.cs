namespace Attune.Server.Ingest;

/// <summary>Names of the instruments of meter <c>Attune.Server</c>.</summary>
public static class IngestInstruments
{
    /// <summary>Counter of flows.</summary>
    public const string Flows = "attune.ingest.flows";

    /// <summary>Counter of text events.</summary>
    public const string Messages = "attune.ingest.messages";

    /// <summary>Counter of dead letters.</summary>
    public const string DeadLetters = "attune.ingest.dead_letters";

    /// <summary>Counter of duplicates.</summary>
    public const string Duplicates = "attune.ingest.duplicates";

    /// <summary>Counter of late events.</summary>
    public const string Late = "attune.ingest.late";

    /// <summary>Counter of closed windows.</summary>
    public const string Windows = "attune.ingest.windows";

    /// <summary>Counter of bytes, tagged <c>protocol</c>.</summary>
    public const string Bytes = "attune.ingest.bytes";

    /// <summary>Histogram of the time from taking in to stored and broadcast, in seconds.</summary>
    public const string Latency = "attune.ingest.latency";
}
