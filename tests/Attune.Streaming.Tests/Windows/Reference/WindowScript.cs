using Attune.Streaming.Windows;

namespace Attune.Streaming.Tests.Windows.Reference;

/// <summary>A random stream: batches of events of a few keys, out of order, with watermarks and processing time in between.</summary>
internal sealed class WindowScript
{
    /// <summary>One step of event time. Windows are a few steps long, so that edges are met often.</summary>
    public const long Unit = TimeSpan.TicksPerSecond;

    private WindowScript(WindowOptions options, IReadOnlyList<Step> steps) => (Options, Steps) = (options, steps);

    public WindowOptions Options { get; }

    public IReadOnlyList<Step> Steps { get; }

    public static WindowScript Random(int seed, Func<WindowOptions, WindowOptions>? change = null)
    {
        var random = new Random(seed);
        var options = new WindowOptions
        {
            AllowedLateness = TimeSpan.FromTicks(Unit * random.GetItems([0, 0, 3, 10, 1000], 1)[0]),
            Content = random.Next(2) == 0 ? PaneContent.Accumulating : PaneContent.Discarding,
            Early = RandomFiring(random),
            Late = RandomFiring(random),
            AlwaysFireFinal = random.Next(3) == 0,
        };
        var steps = new List<Step>();
        var origin = DateTime.UnixEpoch.Ticks - (random.Next(50) * Unit);
        var (time, now, value) = (0, 1000L, 0);
        var (keys, speed, disorder) = (random.Next(1, 5), random.Next(1, 4), random.Next(1, 15));
        for (var count = random.Next(5, 40); count > 0; count--)
        {
            switch (random.Next(6))
            {
                case 0:
                    steps.Add(new Step(Watermark: origin + ((time - random.Next(disorder)) * Unit) + random.Next(2)));
                    break;
                case 1:
                    now += random.Next(10) * Unit;
                    steps.Add(new Step(ProcessingTime: now - (random.Next(4) == 0 ? Unit : 0)));
                    break;
                default:
                    var batch = new List<(long, int, int)>();
                    for (var events = random.Next(8); events > 0; events--)
                    {
                        time += random.Next(speed + 1);
                        var back = random.Next(3) == 0 ? random.Next(disorder * 2) : 0;
                        var key = random.Next(3) == 0 ? 0 : random.Next(keys);
                        var poison = random.Next(25) == 0 ? Collect.Poison : 0;
                        batch.Add((origin + ((time - back) * Unit) - random.Next(2), key, poison + value++));
                        if (random.Next(4) == 0)
                        {
                            batch.AddRange(Enumerable.Range(0, random.Next(9)).Select(_ => (origin + (time * Unit), key, (random.Next(30) == 0 ? Collect.Poison : 0) + value++)));
                        }
                    }

                    steps.Add(new Step(Events: batch));
                    break;
            }
        }

        steps.Add(new Step(Watermark: origin + ((time + random.Next(30)) * Unit)));
        steps.Add(new Step(Watermark: random.Next(2) == 0 ? long.MaxValue : DateTime.MaxValue.Ticks));
        return new WindowScript(change is null ? options : change(options), steps);
    }

    private static Firing RandomFiring(Random random) => random.Next(5) switch
    {
        0 or 1 => Firing.Never,
        2 => Firing.EveryCount(1),
        3 => Firing.EveryCount(random.Next(2, 5)),
        _ => Firing.EveryInterval(TimeSpan.FromTicks(random.Next(1, 12) * Unit)),
    };

    /// <summary>One thing that happens.</summary>
    internal sealed record Step(
        IReadOnlyList<(long Time, int Key, int Value)>? Events = null, long? Watermark = null, long? ProcessingTime = null)
    {
        public void Run(WindowOperator<int, int> windows)
        {
            windows.AdvanceWatermark(Watermark ?? long.MinValue);
            windows.AdvanceProcessingTime(ProcessingTime ?? 0);
            if (Events is not null)
            {
                windows.Add(
                    Events.Select(item => item.Time).ToArray(), Events.Select(item => item.Key).ToArray(), Events.Select(item => item.Value).ToArray());
            }
        }

        public void Run(IReference reference)
        {
            reference.AdvanceWatermark(Watermark ?? long.MinValue);
            reference.AdvanceProcessingTime(ProcessingTime ?? 0);
            for (var i = 0; i < (Events?.Count ?? 0); i++)
            {
                reference.Add(i, Events![i].Time, Events[i].Key, Events[i].Value);
            }
        }
    }
}
