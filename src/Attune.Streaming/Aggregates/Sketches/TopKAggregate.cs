using System.Runtime.InteropServices;
using Attune.Streaming.Checkpoints;

namespace Attune.Streaming.Aggregates.Sketches;

/// <summary>Counts values, exactly while there are not too many of them, then after Misra and Gries (1982).</summary>
/// <remarks>
/// A value too many takes one off every count, itself included. With n values and a capacity of c that happens at most n ÷ (c + 1) times, also
/// for parts that are merged (Agarwal and others 2012), so that is the largest error.
/// </remarks>
internal sealed class TopKAggregate<T>(int k, int capacity, IComparer<T> comparer, IStateSerializer<T>? values) : Aggregate<T, TopKState<T>, TopK<T>>
    where T : notnull
{
    public override IStateSerializer<TopKState<T>> Serializer => new StateBytes(values ?? StateSerializer.For<T>());

    public override TopKState<T> Create() => default;

    public override void Add(ref TopKState<T> state, in T value, long timestamp)
    {
        CollectionsMarshal.GetValueRefOrAddDefault(state.Counts ??= [], value, out _)++;
        Shrink(ref state);
    }

    public override void Merge(ref TopKState<T> state, in TopKState<T> other)
    {
        foreach (var (value, count) in other.Counts ?? [])
        {
            CollectionsMarshal.GetValueRefOrAddDefault(state.Counts ??= [], value, out _) += count;
        }

        state.MaxError += other.MaxError;
        Shrink(ref state);
    }

    public override TopK<T> Result(in TopKState<T> state) => new(
        [.. (state.Counts ?? []).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, comparer).Take(k)], state.MaxError);

    private void Shrink(ref TopKState<T> state)
    {
        var counts = state.Counts;
        if (counts is null || counts.Count <= capacity)
        {
            return;
        }

        var excess = counts.Values.OrderDescending().ElementAt(capacity);
        state.MaxError += excess;
        foreach (var (value, count) in counts.ToArray())
        {
            if (count <= excess)
            {
                counts.Remove(value);
            }
            else
            {
                counts[value] = count - excess;
            }
        }
    }

    private sealed class StateBytes(IStateSerializer<T> values) : IStateSerializer<TopKState<T>>
    {
        public void Write(StateWriter writer, in TopKState<T> value)
        {
            writer.Write(value.MaxError);
            writer.Write(value.Counts?.Count ?? 0);
            foreach (var (item, count) in value.Counts ?? [])
            {
                values.Write(writer, in item);
                writer.Write(count);
            }
        }

        public TopKState<T> Read(StateReader reader)
        {
            var state = new TopKState<T> { MaxError = reader.Read<long>() };
            for (var left = reader.Read<int>(); left > 0; left--)
            {
                var (item, count) = (values.Read(reader), reader.Read<long>());
                if (count <= 0 || !(state.Counts ??= []).TryAdd(item, count))
                {
                    throw new CheckpointException("The counts of the most frequent values are damaged.");
                }
            }

            return state;
        }
    }
}
