using System.Runtime.CompilerServices;
using Attune.Streaming.Aggregates;
using Attune.Streaming.Checkpoints;
using Attune.Streaming.Declarative.Rows;

namespace Attune.Streaming.Declarative.Results;

/// <summary>An aggregate of one field.</summary>
internal sealed class TypedPart<TReader, TIn, TState, TOut>(int field, Aggregate<TIn, TState, TOut> aggregate) : AggregatePart
    where TReader : struct, IRowReader<TIn>
{
    private const int Alignment = sizeof(long);

    public override int PlainSize =>
        RuntimeHelpers.IsReferenceOrContainsReferences<TState>() ? 0 : (Unsafe.SizeOf<TState>() + Alignment - 1) / Alignment * Alignment;

    public override void Create(in RowState state)
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<TState>())
        {
            state.Objects![Place] = new StrongBox<TState>(aggregate.Create());
        }
        else
        {
            State(in state) = aggregate.Create();
        }
    }

    public override void Add(in RowState state, in Row row, long timestamp)
    {
        var value = TReader.Read(in row, field);
        aggregate.Add(ref State(in state), in value, timestamp);
    }

    public override void Merge(in RowState state, in RowState other) => aggregate.Merge(ref State(in state), in State(in other));

    public override object? Result(in RowState state) => aggregate.Result(in State(in state));

    public override void Save(StateWriter writer, in RowState state) => aggregate.Serializer.Write(writer, in State(in state));

    public override void Load(StateReader reader, in RowState state)
    {
        var value = aggregate.Serializer.Read(reader);
        if (RuntimeHelpers.IsReferenceOrContainsReferences<TState>())
        {
            state.Objects![Place] = new StrongBox<TState>(value);
        }
        else
        {
            State(in state) = value;
        }
    }

    private ref TState State(in RowState state)
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<TState>())
        {
            return ref Unsafe.As<StrongBox<TState>>(state.Objects![Place]).Value!;
        }

        return ref Unsafe.As<byte, TState>(ref state.Plain![Place]);
    }
}
