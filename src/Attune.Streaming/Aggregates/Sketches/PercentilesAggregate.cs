using Attune.Measurement.Histograms;
using Attune.Streaming.Checkpoints;

namespace Attune.Streaming.Aggregates.Sketches;

/// <summary>Percentiles by nearest rank.</summary>
internal sealed class PercentilesAggregate(double[] percents) : Aggregate<double, QuantileSketch, IReadOnlyList<double>>
{
    // Beyond the bucket of the largest finite number.
    private static readonly int LastBucket = LogLinearBuckets.IndexOf(double.MaxValue);

    public override IStateSerializer<QuantileSketch> Serializer { get; } = new StateBytes();

    public override QuantileSketch Create() => default;

    public override void Add(ref QuantileSketch state, in double value, long timestamp) => state.Add(value);

    public override void Merge(ref QuantileSketch state, in QuantileSketch other) => state.Merge(in other);

    public override IReadOnlyList<double> Result(in QuantileSketch state)
    {
        var results = new double[percents.Length];
        for (var i = 0; i < percents.Length; i++)
        {
            // 99.9 % of 1000 must be rank 999, though the product in floating point may lie a hair above it.
            var rank = (long)Math.Ceiling(percents[i] / 100 * state.Count * (1 - 1e-12));
            results[i] = state.Count == 0 ? double.NaN : state.AtRank(rank);
        }

        return results;
    }

    private sealed class StateBytes : IStateSerializer<QuantileSketch>
    {
        public void Write(StateWriter writer, in QuantileSketch value)
        {
            writer.Write(value.Zeros);
            writer.Write(value.Min);
            writer.Write(value.Max);
            Write(writer, in value.Positive);
            Write(writer, in value.Negative);
        }

        public QuantileSketch Read(StateReader reader)
        {
            var sketch = new QuantileSketch { Zeros = reader.Read<long>(), Min = reader.Read<double>(), Max = reader.Read<double>() };
            Check(sketch.Zeros >= 0 && !(sketch.Min > sketch.Max));
            Read(reader, ref sketch.Positive);
            Read(reader, ref sketch.Negative);
            return sketch;
        }

        private static void Write(StateWriter writer, in BucketCounts counts)
        {
            var entries = counts.Entries();
            writer.Write(entries.Count);
            foreach (var (index, count) in entries)
            {
                writer.Write(index);
                writer.Write(count);
            }
        }

        private static void Read(StateReader reader, ref BucketCounts counts)
        {
            for (var left = reader.Read<int>(); left > 0; left--)
            {
                var (index, count) = (reader.Read<int>(), reader.Read<long>());
                Check(index >= 0 && index <= LastBucket && count > 0);
                counts.Add(index, count);
            }
        }

        private static void Check(bool isSound)
        {
            if (!isSound)
            {
                throw new CheckpointException("The percentiles are damaged.");
            }
        }
    }
}
