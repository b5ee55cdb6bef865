namespace Attune.Streaming.Tests.Windows.Reference;

/// <summary>A slow and simple window operator that keeps every event.</summary>
internal interface IReference
{
    /// <summary>Keys and windows that are held.</summary>
    int WindowCount { get; }

    void Add(int index, long timestamp, int key, int value);

    void AdvanceWatermark(long watermark);

    void AdvanceProcessingTime(long now);
}
