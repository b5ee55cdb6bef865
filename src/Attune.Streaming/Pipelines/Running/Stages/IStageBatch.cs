namespace Attune.Streaming.Pipelines.Running.Stages;

/// <summary>A batch on its way to a worker's inbox.</summary>
internal interface IStageBatch
{
    /// <summary>Its last watermark, UTC ticks; null without one.</summary>
    long? LastWatermark { get; }

    /// <summary>Number of its items that are for a worker.</summary>
    int CountFor(int worker);

    /// <summary>One of its receivers is done with it.</summary>
    void Release();
}
