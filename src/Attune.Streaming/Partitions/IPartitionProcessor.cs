namespace Attune.Streaming.Partitions;

/// <summary>The state of one partition. Called by one thread at a time.</summary>
/// <typeparam name="TEvent">What comes in.</typeparam>
/// <typeparam name="TResult">What the watermark brings out.</typeparam>
public interface IPartitionProcessor<TEvent, TResult>
{
    /// <summary>Takes one event in.</summary>
    void Process(in TEvent record);

    /// <summary>Moves event time on and adds what is complete by then to <paramref name="closed"/>.</summary>
    void AdvanceWatermark(DateTime watermark, ICollection<TResult> closed);
}
