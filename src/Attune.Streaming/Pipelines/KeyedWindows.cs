using Attune.Streaming.Aggregates;
using Attune.Streaming.Pipelines.Keys;
using Attune.Streaming.Pipelines.Plans;
using Attune.Streaming.Pipelines.Running.Keyed;
using Attune.Streaming.Pipelines.Sinks;
using Attune.Streaming.Windows;

namespace Attune.Streaming.Pipelines;

/// <summary>The windows of a stream that is parted by key.</summary>
public sealed class KeyedWindows<TKey, T>
    where TKey : notnull
{
    private readonly PlanNode<T> _node;
    private readonly KeySelection<TKey, T> _keys;
    private readonly WindowShape _shape;
    private readonly WindowOptions _options;
    private readonly ISink<T>? _late;

    internal KeyedWindows(PlanNode<T> node, KeySelection<TKey, T> keys, WindowShape shape, WindowOptions options, ISink<T>? late) =>
        (_node, _keys, _shape, _options, _late) = (node, keys, shape, options, late);

    /// <summary>Sends late events to <paramref name="sink"/>, too. They are counted in any case.</summary>
    /// <exception cref="ArgumentException">The sink is transactional: the pipeline's own sink alone decides which checkpoint counts.</exception>
    public KeyedWindows<TKey, T> LateTo(ISink<T> sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        return sink is ITransactionalSink<T>
            ? throw new ArgumentException("Late events cannot go to a transactional sink.", nameof(sink))
            : new KeyedWindows<TKey, T>(_node, _keys, _shape, _options, sink);
    }

    /// <summary>Sums up the events themselves.</summary>
    /// <exception cref="ArgumentException">The window's options do not fit its shape.</exception>
    public DataStream<Pane<TKey, TOut>> Aggregate<TState, TOut>(Aggregate<T, TState, TOut> aggregate) => Create(null, aggregate);

    /// <summary>Sums up one value of each event.</summary>
    /// <exception cref="ArgumentException">The window's options do not fit its shape.</exception>
    public DataStream<Pane<TKey, TOut>> Aggregate<TIn, TState, TOut>(Func<T, TIn> value, Aggregate<TIn, TState, TOut> aggregate)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Create(value, aggregate);
    }

    private DataStream<Pane<TKey, TOut>> Create<TIn, TState, TOut>(Func<T, TIn>? value, Aggregate<TIn, TState, TOut> aggregate)
    {
        ArgumentNullException.ThrowIfNull(aggregate);
        WindowOperator<TKey, TIn> Windows(IWindowOutput<TKey, TOut> output) => WindowOperators.Create(_shape, _options, aggregate, output);

        // Options that do not fit the shape are refused here, not when the pipeline runs.
        Windows(new NoOutput<TKey, TOut>());
        return new DataStream<Pane<TKey, TOut>>(new KeyedNode<TKey, T, Pane<TKey, TOut>>(
            _node, "window", $"{_shape.GetType().Name} of {aggregate.GetType()} of {typeof(TKey)}", _keys, _late, (setup, next) => new WindowStep<TKey, T, TIn, TOut>(Windows, _keys, value, setup, next)));
    }
}
