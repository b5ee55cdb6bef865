using System.ComponentModel.DataAnnotations;
using Attune.Streaming.Pipelines.Enrichment;
using Attune.Streaming.Pipelines.Keys;
using Attune.Streaming.Pipelines.Plans;
using Attune.Streaming.Pipelines.Running.Steps;
using Attune.Streaming.Pipelines.Sinks;

namespace Attune.Streaming.Pipelines;

/// <summary>A stream of events in a description of a pipeline. Immutable; nothing runs until the pipeline is started.</summary>
public sealed class DataStream<T>
{
    private readonly PlanNode<T> _node;

    internal DataStream(PlanNode<T> node) => _node = node;

    /// <summary>Keeps the events for which <paramref name="predicate"/> is true.</summary>
    public DataStream<T> Where(Func<T, bool> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return new DataStream<T>(new StepNode<T, T>(_node, "where", (context, next) => new WhereStep<T>(predicate, context, next)));
    }

    /// <summary>Turns each event into another.</summary>
    public DataStream<TOut> Select<TOut>(Func<T, TOut> selector)
    {
        ArgumentNullException.ThrowIfNull(selector);
        return new DataStream<TOut>(new StepNode<T, TOut>(_node, "select", (context, next) => new SelectStep<T, TOut>(selector, context, next)));
    }

    /// <summary>Turns each event into any number of others, all with its time.</summary>
    public DataStream<TOut> SelectMany<TOut>(Func<T, IEnumerable<TOut>> selector)
    {
        ArgumentNullException.ThrowIfNull(selector);
        return new DataStream<TOut>(new StepNode<T, TOut>(_node, "select-many", (context, next) => new SelectManyStep<T, TOut>(selector, context, next)));
    }

    /// <summary>Calls an asynchronous function for each event, several at once, with a limit of time and repetitions.</summary>
    /// <param name="function">Called for each event, perhaps several times. An event that it cannot answer becomes a dead letter.</param>
    /// <param name="options">How it is called. Later changes have no effect.</param>
    /// <exception cref="ValidationException">An option is out of its limits.</exception>
    public DataStream<TOut> Enrich<TOut>(Func<T, CancellationToken, ValueTask<TOut>> function, EnrichOptions options)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(options);
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        var copy = options.Copy();
        return new DataStream<TOut>(new StepNode<T, TOut>(_node, "enrich", (context, next) => new EnrichStep<T, TOut>(function, copy, context, next)));
    }

    /// <summary>Parts the stream by key: events of one key are handled in order, by one worker.</summary>
    /// <param name="key">Called once per event. An exception makes the event a dead letter.</param>
    /// <param name="options">Partitions, the longest key, and how keys are kept; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of the options is out of its limits.</exception>
    public KeyedStream<TKey, T> KeyBy<TKey>(Func<T, TKey> key, KeyOptions<TKey>? options = null)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(key);
        options ??= new KeyOptions<TKey>();
        ArgumentOutOfRangeException.ThrowIfNegative(options.Partitions, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Partitions, 255, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxKeyLength, 1, nameof(options));
        return new KeyedStream<TKey, T>(_node, new KeySelection<TKey, T>(key, options));
    }

    /// <summary>Ends the description with a sink.</summary>
    /// <param name="name">Name of the pipeline: in meters, logs, and for its checkpoints.</param>
    /// <param name="sink">Takes the events; all of them through one worker.</param>
    public StreamPipeline To(string name, ISink<T> sink)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(sink);
        return new StreamPipeline(name, new SinkPlan<T>(_node, sink));
    }
}
