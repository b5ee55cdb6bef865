namespace Attune.Server.Ingest;

/// <summary>The stream of what comes in over HTTP.</summary>
public sealed class LiveStream(IngestStream stream)
{
    /// <summary>Name of the stream.</summary>
    public const string Name = "http";

    /// <summary>The stream.</summary>
    public IngestStream Stream { get; } = stream;
}
