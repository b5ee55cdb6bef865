using Attune.Streaming.Checkpoints;

namespace Attune.Streaming.Aggregates.Sketches;

/// <summary>The number of distinct values, estimated.</summary>
internal sealed class DistinctAggregate<T>(int precision, Func<T, ulong> hash) : Aggregate<T, DistinctSketch, long>
{
    public override IStateSerializer<DistinctSketch> Serializer { get; } = new StateBytes(precision);

    public override DistinctSketch Create() => default;

    public override void Add(ref DistinctSketch state, in T value, long timestamp) => state.Add(hash(value), precision);

    public override void Merge(ref DistinctSketch state, in DistinctSketch other) => state.Merge(in other, precision);

    public override long Result(in DistinctSketch state) => (long)Math.Round(state.Estimate(precision));

    private sealed class StateBytes(int precision) : IStateSerializer<DistinctSketch>
    {
        public void Write(StateWriter writer, in DistinctSketch value)
        {
            var entries = value.Entries();
            writer.Write((byte)precision);
            writer.Write(entries.Count);
            foreach (var (register, rank) in entries)
            {
                writer.Write(register);
                writer.Write(rank);
            }
        }

        public DistinctSketch Read(StateReader reader)
        {
            var sketch = default(DistinctSketch);
            if (reader.Read<byte>() is var written && written != precision)
            {
                throw new CheckpointException($"The count of distinct values was kept with precision {written}, not {precision}.");
            }

            for (var count = reader.Read<int>(); count > 0; count--)
            {
                var (register, rank) = (reader.Read<uint>(), reader.Read<byte>());
                if (register >= 1u << precision || rank == 0 || rank > 64 - precision + 1)
                {
                    throw new CheckpointException("The count of distinct values is damaged.");
                }

                sketch.Raise(register, rank, precision);
            }

            return sketch;
        }
    }
}
