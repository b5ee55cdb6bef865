using Attune.Streaming.Pipelines.Processing;
using Attune.Streaming.Tests.Pipelines;

namespace Attune.Streaming.Tests.Checkpoints;

/// <summary>Numbers and sums up the events of each key, and tells the sum at each full second that had events; a silent key is forgotten.</summary>
internal sealed class RunningTotals : KeyedProcessor<string, Reading, (int Count, long Sum, long Alarm), (string Id, long Value)>
{
    public override (int Count, long Sum, long Alarm) Create(string key) => default;

    public override void Process(ref (int Count, long Sum, long Alarm) state, in Reading item, ProcessContext<string, (string Id, long Value)> context)
    {
        state = (state.Count + 1, state.Sum + item.Value, Math.Max(state.Alarm, context.Timestamp));
        context.Emit(($"{context.Key}: event {item.Value} is {state.Count}", state.Sum));
        context.SetTimer(((context.Timestamp / TimeSpan.TicksPerSecond) + 1) * TimeSpan.TicksPerSecond);
    }

    public override void OnTimer(ref (int Count, long Sum, long Alarm) state, long timer, ProcessContext<string, (string Id, long Value)> context)
    {
        context.Emit(($"{context.Key}: at {timer} after {state.Count}", state.Sum));
        if (timer > state.Alarm + TimeSpan.TicksPerSecond)
        {
            context.Clear();
        }
    }
}
