using Attune.Streaming.Aggregates;
using Attune.Streaming.Checkpoints;

namespace Attune.Streaming.Tests.Windows.Reference;

/// <summary>Keeps every value: its result tells exactly which values a pane holds, however often and wherever they came from.</summary>
internal class Collect : Aggregate<int, List<int>, string>
{
    /// <summary>Values from here on are refused.</summary>
    public const int Poison = 1_000_000;

    public override IStateSerializer<List<int>> Serializer { get; } = new ListSerializer();

    public static string Text(IEnumerable<int> values) => string.Join(' ', values.Order());

    public override List<int> Create() => [];

    public override void Add(ref List<int> state, in int value, long timestamp)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(value, Poison);
        state.Add(value);
    }

    public override void Merge(ref List<int> state, in List<int> other) => state.AddRange(other);

    public override string Result(in List<int> state) => Text(state);

    /// <summary>The same with runs taken in at once.</summary>
    internal sealed class InRuns : Collect
    {
        public override void AddMany(ref List<int> state, ReadOnlySpan<int> values, ReadOnlySpan<long> timestamps)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(values.ToArray().Max(), Poison);
            state.AddRange(values);
        }
    }

    private sealed class ListSerializer : IStateSerializer<List<int>>
    {
        public void Write(StateWriter writer, in List<int> value)
        {
            writer.Write(value.Count);
            value.ForEach(item => writer.Write(item));
        }

        public List<int> Read(StateReader reader)
        {
            var values = new List<int>();
            for (var count = reader.Read<int>(); count > 0; count--)
            {
                values.Add(reader.Read<int>());
            }

            return values;
        }
    }
}
