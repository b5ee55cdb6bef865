using Attune.Streaming.Checkpoints;

namespace Attune.Streaming.Aggregates;

/// <summary>How values are summed up, one after the other and piece by piece: what a window keeps for each key.</summary>
/// <remarks>
/// Laws: the default of <typeparamref name="TState"/> made by <see cref="Create"/> is empty; the result must not depend on the order of
/// values of different times, nor on how they are split into pieces that are merged. Instances hold no state and may be shared.
/// </remarks>
/// <typeparam name="TIn">A value.</typeparam>
/// <typeparam name="TState">What is kept; best a small struct.</typeparam>
/// <typeparam name="TOut">The result.</typeparam>
public abstract class Aggregate<TIn, TState, TOut>
{
    /// <summary>The state without any value.</summary>
    public abstract TState Create();

    /// <summary>Takes one value in. If it throws, the state must be as before.</summary>
    /// <param name="state">Changed in place.</param>
    /// <param name="value">The value.</param>
    /// <param name="timestamp">Its event time, UTC ticks.</param>
    public abstract void Add(ref TState state, in TIn value, long timestamp);

    /// <summary>
    /// Takes a run of values in. Override it where a vector of values is cheaper than one after the other; if an override throws, the state
    /// must be as before, and the values are taken in one by one.
    /// </summary>
    public virtual void AddMany(ref TState state, ReadOnlySpan<TIn> values, ReadOnlySpan<long> timestamps)
    {
        for (var i = 0; i < values.Length; i++)
        {
            Add(ref state, in values[i], timestamps[i]);
        }
    }

    /// <summary>Adds everything behind <paramref name="other"/>, which stays as it is and shares nothing with <paramref name="state"/> afterwards.</summary>
    public abstract void Merge(ref TState state, in TState other);

    /// <summary>What the values come to.</summary>
    public abstract TOut Result(in TState state);

    /// <summary>Whether <see cref="AddMany"/> is overridden, so that it pays and changes nothing when it throws.</summary>
    internal virtual bool TakesRuns =>
        GetType().GetMethod(nameof(AddMany), [typeof(TState).MakeByRefType(), typeof(ReadOnlySpan<TIn>), typeof(ReadOnlySpan<long>)])!
            .DeclaringType != typeof(Aggregate<TIn, TState, TOut>);

    /// <summary>Whether it takes in every value there is.</summary>
    internal virtual bool NeverThrows => false;

    /// <summary>Turns states into bytes for checkpoints.</summary>
    public virtual IStateSerializer<TState> Serializer => StateSerializer.For<TState>();
}
