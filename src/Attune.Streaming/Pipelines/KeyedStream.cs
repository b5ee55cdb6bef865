using Attune.Streaming.Pipelines.Keys;
using Attune.Streaming.Pipelines.Plans;
using Attune.Streaming.Pipelines.Processing;
using Attune.Streaming.Pipelines.Running.Keyed;
using Attune.Streaming.Windows;

namespace Attune.Streaming.Pipelines;

/// <summary>A stream parted by key.</summary>
public sealed class KeyedStream<TKey, T>
    where TKey : notnull
{
    private readonly PlanNode<T> _node;
    private readonly KeySelection<TKey, T> _keys;

    internal KeyedStream(PlanNode<T> node, KeySelection<TKey, T> keys) => (_node, _keys) = (node, keys);

    /// <summary>Collects the events of each key in windows.</summary>
    public KeyedWindows<TKey, T> Window(WindowShape shape, WindowOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return new KeyedWindows<TKey, T>(_node, _keys, shape, options ?? new WindowOptions(), null);
    }

    /// <summary>Handles the events of each key with state and timers.</summary>
    public DataStream<TOut> Process<TState, TOut>(KeyedProcessor<TKey, T, TState, TOut> processor)
    {
        ArgumentNullException.ThrowIfNull(processor);
        return new DataStream<TOut>(new KeyedNode<TKey, T, TOut>(
            _node, "process", $"{processor.GetType()} of {typeof(TKey)}", _keys, null,
            (setup, next) => new ProcessStep<TKey, T, TState, TOut>(processor, _keys, setup, next)));
    }
}
