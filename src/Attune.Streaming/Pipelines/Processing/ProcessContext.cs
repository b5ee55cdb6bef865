namespace Attune.Streaming.Pipelines.Processing;

/// <summary>What a <see cref="KeyedProcessor{TKey, TIn, TState, TOut}"/> knows and may do; valid during a call only.</summary>
public abstract class ProcessContext<TKey, TOut>
{
    /// <summary>The key.</summary>
    public abstract TKey Key { get; }

    /// <summary>Time of the event or timer, UTC ticks.</summary>
    public abstract long Timestamp { get; }

    /// <summary>The present watermark, UTC ticks.</summary>
    public abstract long Watermark { get; }

    /// <summary>Sends a result on, with the time of the event or timer.</summary>
    public abstract void Emit(TOut result);

    /// <summary>Asks for a call when the watermark reaches <paramref name="time"/> (UTC ticks); once, however often it is set.</summary>
    public abstract void SetTimer(long time);

    /// <summary>Lets the state and the timers of the key go after this call.</summary>
    public abstract void Clear();
}
