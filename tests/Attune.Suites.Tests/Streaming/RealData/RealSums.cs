using Attune.Streaming.Aggregates;

namespace Attune.Suites.Tests.Streaming.RealData;

/// <summary>Count, bytes and largest, exact.</summary>
internal sealed class RealSums : Aggregate<RealEvent, (long Count, long Bytes, long Largest), (long Count, long Bytes, long Largest)>
{
    public override (long Count, long Bytes, long Largest) Create() => default;

    public override void Add(ref (long Count, long Bytes, long Largest) state, in RealEvent value, long timestamp) =>
        state = (state.Count + 1, state.Bytes + value.Bytes, Math.Max(state.Largest, value.Bytes));

    public override void Merge(ref (long Count, long Bytes, long Largest) state, in (long Count, long Bytes, long Largest) other) =>
        state = (state.Count + other.Count, state.Bytes + other.Bytes, Math.Max(state.Largest, other.Largest));

    public override (long Count, long Bytes, long Largest) Result(in (long Count, long Bytes, long Largest) state) => state;
}
