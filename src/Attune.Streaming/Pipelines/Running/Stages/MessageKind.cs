namespace Attune.Streaming.Pipelines.Running.Stages;

/// <summary>What a message to a worker is.</summary>
internal enum MessageKind
{
    /// <summary>Items and watermarks.</summary>
    Batch,

    /// <summary>The watermark of a batch that was dropped.</summary>
    Watermark,

    /// <summary>A checkpoint's barrier.</summary>
    Barrier,

    /// <summary>Processing time.</summary>
    Tick,

    /// <summary>Nothing follows.</summary>
    End,
}
