using Attune.Streaming.Checkpoints;

namespace Attune.Streaming.Pipelines.Processing;

/// <summary>Handles the events of each key in order, with state and timers. Instances hold no state of their own; one is shared by all workers.</summary>
public abstract class KeyedProcessor<TKey, TIn, TState, TOut>
    where TKey : notnull
{
    /// <summary>The state of a key that has none.</summary>
    public abstract TState Create(TKey key);

    /// <summary>Handles one event.</summary>
    public abstract void Process(ref TState state, in TIn item, ProcessContext<TKey, TOut> context);

    /// <summary>Handles a timer that the watermark has reached.</summary>
    public virtual void OnTimer(ref TState state, long timer, ProcessContext<TKey, TOut> context)
    {
    }

    /// <summary>Turns states into bytes for checkpoints.</summary>
    public virtual IStateSerializer<TState> Serializer => StateSerializer.For<TState>();
}
