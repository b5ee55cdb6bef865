namespace Attune.Server.Ingest;

/// <summary>What a stream's windows are made of.</summary>
public enum IngestMode
{
    /// <summary>Events as they come, once each: one that is stored already is not counted again. Open windows are restored from the ledger at start.</summary>
    Live,

    /// <summary>A finite input from its beginning: every event is counted, whether stored before or not, so that a second run comes to the same windows.</summary>
    Replay,
}
