using Attune.Streaming.Aggregates;
using Attune.Streaming.Checkpoints;
using Attune.Streaming.Declarative.Rows;

namespace Attune.Streaming.Declarative.Results;

/// <summary>All aggregates of a description as one.</summary>
/// <remarks>A state is one array for counts, sums and the like, and one object for each sketch; adding a row is one virtual call for each aggregate.</remarks>
internal sealed class RowAggregate : Aggregate<Row, RowState, object?[]>
{
    private readonly AggregatePart[] _parts;
    private readonly int _plainSize;
    private readonly int _objects;

    public RowAggregate(IReadOnlyList<AggregatePart> parts)
    {
        _parts = [.. parts];
        foreach (var part in _parts)
        {
            if (part.PlainSize > 0)
            {
                part.Place = _plainSize;
                _plainSize += part.PlainSize;
            }
            else
            {
                part.Place = _objects++;
            }
        }

        Serializer = new StateBytes(this);
    }

    public override IStateSerializer<RowState> Serializer { get; }

    public override RowState Create()
    {
        var state = Empty();
        foreach (var part in _parts)
        {
            part.Create(in state);
        }

        return state;
    }

    public override void Add(ref RowState state, in Row value, long timestamp)
    {
        foreach (var part in _parts)
        {
            part.Add(in state, in value, timestamp);
        }
    }

    public override void Merge(ref RowState state, in RowState other)
    {
        foreach (var part in _parts)
        {
            part.Merge(in state, in other);
        }
    }

    public override object?[] Result(in RowState state)
    {
        var results = new object?[_parts.Length];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = _parts[i].Result(in state);
        }

        return results;
    }

    private RowState Empty() => new(_plainSize == 0 ? null : new byte[_plainSize], _objects == 0 ? null : new object[_objects]);

    private sealed class StateBytes(RowAggregate aggregate) : IStateSerializer<RowState>
    {
        public void Write(StateWriter writer, in RowState value)
        {
            foreach (var part in aggregate._parts)
            {
                part.Save(writer, in value);
            }
        }

        public RowState Read(StateReader reader)
        {
            var state = aggregate.Empty();
            foreach (var part in aggregate._parts)
            {
                part.Load(reader, in state);
            }

            return state;
        }
    }
}
