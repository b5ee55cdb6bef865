using Attune.Streaming.Pipelines.Processing;

namespace Attune.Streaming.Tests.Pipelines;

/// <summary>Sums the values of each key and second by timers, as a window would; an event whose second is over is late and told so by -1.</summary>
public sealed class SumPerSecond : KeyedProcessor<int, Reading, SortedDictionary<long, long>, (int Key, long Second, long Sum)>
{
    public override SortedDictionary<long, long> Create(int key) => [];

    public override void Process(ref SortedDictionary<long, long> state, in Reading item, ProcessContext<int, (int Key, long Second, long Sum)> context)
    {
        var second = context.Timestamp / TimeSpan.TicksPerSecond;
        var end = (second + 1) * TimeSpan.TicksPerSecond;
        if (end <= context.Watermark)
        {
            context.Emit((context.Key, second, -1));
            return;
        }

        state[second] = state.GetValueOrDefault(second) + item.Value;
        context.SetTimer(end);
    }

    public override void OnTimer(ref SortedDictionary<long, long> state, long timer, ProcessContext<int, (int Key, long Second, long Sum)> context)
    {
        var second = (timer / TimeSpan.TicksPerSecond) - 1;
        context.Emit((context.Key, second, state[second]));
        state.Remove(second);
        if (state.Count == 0)
        {
            context.Clear();
        }
    }
}
