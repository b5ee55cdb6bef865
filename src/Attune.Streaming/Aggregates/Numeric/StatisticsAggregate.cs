using Attune.Measurement;
using Attune.Streaming.Checkpoints;

namespace Attune.Streaming.Aggregates.Numeric;

/// <summary>Count, sum, mean, variance and extremes; <paramref name="result"/> says which of them is wanted.</summary>
internal sealed class StatisticsAggregate<TOut>(Func<RunningStatistics, TOut> result) : Aggregate<double, RunningStatistics, TOut>
{
    internal override bool NeverThrows => true;

    public override IStateSerializer<RunningStatistics> Serializer { get; } = new UnmanagedSerializer<RunningStatistics>();

    public override RunningStatistics Create() => default;

    public override void Add(ref RunningStatistics state, in double value, long timestamp) => state.Add(value);

    public override void AddMany(ref RunningStatistics state, ReadOnlySpan<double> values, ReadOnlySpan<long> timestamps) => state.Add(values);

    public override void Merge(ref RunningStatistics state, in RunningStatistics other) => state.Merge(in other);

    public override TOut Result(in RunningStatistics state) => result(state);
}
