using Attune.Streaming.Checkpoints;
using Attune.Streaming.Declarative.Rows;

namespace Attune.Streaming.Declarative.Results;

/// <summary>A state that one or several aggregates of a description are told from, and its place in a <see cref="RowState"/>.</summary>
internal abstract class AggregatePart
{
    /// <summary>Bytes in <see cref="RowState.Plain"/>; 0 if the state is an object.</summary>
    public abstract int PlainSize { get; }

    /// <summary>Offset in <see cref="RowState.Plain"/>, or index in <see cref="RowState.Objects"/>.</summary>
    public int Place { get; set; }

    public abstract void Create(in RowState state);

    public abstract void Add(in RowState state, in Row row, long timestamp);

    public abstract void Merge(in RowState state, in RowState other);

    public abstract object? Result(in RowState state);

    public abstract void Save(StateWriter writer, in RowState state);

    public abstract void Load(StateReader reader, in RowState state);
}
