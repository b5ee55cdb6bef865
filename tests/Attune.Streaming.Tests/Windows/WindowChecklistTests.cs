using Attune.Measurement;
using Attune.Streaming.Checkpoints;
using Attune.Streaming.Tests.Windows.Reference;
using Attune.Streaming.Windows;
using FsCheck;
using FsCheck.Fluent;
using Built = Attune.Streaming.Aggregates.Aggregates;

namespace Attune.Streaming.Tests.Windows;

/// <summary>The rules of windows one by one, with times in seconds since 1970.</summary>
public class WindowChecklistTests
{
    private readonly WindowLog _log = new();

    [Theory]
    [InlineData(0, 0)]
    [InlineData(9, 0)]
    [InlineData(10, 10)]
    [InlineData(-1, -10)]
    [InlineData(-10, -10)]
    [InlineData(-11, -20)]
    public void Tumbling_AnyInstant_LiesInTheHalfOpenWindowAlignedToTheEpoch(int time, int start)
    {
        var windows = Create(new TumblingWindows(Seconds(10)));
        Add(windows, time);
        windows.AdvanceWatermark(long.MaxValue);
        _log.Panes.ShouldHaveSingleItem().Window.ShouldBe(Window(start, start + 10));
    }

    [Fact]
    public void Tumbling_WithOffset_IsMovedByIt()
    {
        var windows = Create(new TumblingWindows(Seconds(10), Seconds(3)));
        Add(windows, 2, 3, 12, 13);
        windows.AdvanceWatermark(long.MaxValue);
        Told().ShouldBe(["[-7 3) 0", "[3 13) 1 2", "[13 23) 3"]);
    }

    [Fact]
    public void Watermark_AtTheEnd_FiresAndNotATickBefore()
    {
        var windows = Create(new TumblingWindows(Seconds(10)));
        Add(windows, 5);
        windows.AdvanceWatermark(Ticks(10) - 1);
        _log.Panes.ShouldBeEmpty();
        windows.AdvanceWatermark(Ticks(10));
        var pane = _log.Panes.ShouldHaveSingleItem();
        (pane.Timing, pane.IsFinal, pane.Index).ShouldBe((PaneTiming.OnTime, true, 0));
    }

    [Fact]
    public void Watermark_ThatGoesBack_IsIgnored()
    {
        var windows = Create(new TumblingWindows(Seconds(10)));
        windows.AdvanceWatermark(Ticks(20));
        windows.AdvanceWatermark(Ticks(5));
        windows.Watermark.ShouldBe(Ticks(20));
        Add(windows, 15);
        _log.Lines.ShouldBe(["late 0"]);
    }

    [Theory]
    [InlineData(4, new[] { "[0 9) 0 1" })]
    [InlineData(5, new[] { "[0 10) 0 1" })]
    [InlineData(6, new[] { "[0 5) 0", "[6 11) 1" })]
    public void Session_EventsAboutAGapApart_MergeUpToTheGap(int second, string[] expected)
    {
        var windows = Create(new SessionWindows(Seconds(5)));
        Add(windows, 0, second);
        windows.AdvanceWatermark(long.MaxValue);
        Told().ShouldBe(expected);
    }

    [Fact]
    public void Session_KafkasExampleForAGapOf5_BridgesTwoSessions()
    {
        var windows = Create(new SessionWindows(Seconds(5)), new WindowOptions { Early = Firing.EveryCount(1) });
        Add(windows, 10, 12, 20, 16);
        Told().ShouldBe(["[10 15) 0", "[10 17) 0 1", "[20 25) 2", "[10 25) 0 1 2 3"]);
    }

    [Fact]
    public void Session_LateEventThatBridgesTwo_RetractsBothAndSendsTheMergedOne()
    {
        var windows = Create(new SessionWindows(Seconds(5)), new WindowOptions { AllowedLateness = Seconds(100) });
        Add(windows, 10, 12, 20);
        windows.AdvanceWatermark(Ticks(30));
        _log.Panes.Clear();
        Add(windows, 16);
        Told().ShouldBe(["[10 17) 0 1 taken back", "[20 25) 2 taken back", "[10 25) 0 0 1 2"]);
        _log.Panes.Select(pane => (pane.Timing, pane.Index, pane.IsFinal)).ShouldBe(
            [(PaneTiming.Late, 0, false), (PaneTiming.Late, 0, false), (PaneTiming.Late, 0, false)]);
        windows.StateCount.ShouldBe(1);
    }

    [Fact]
    public void Session_LateEventThatBridgesTwoDiscarding_RetractsNothing()
    {
        var windows = Create(new SessionWindows(Seconds(5)), new WindowOptions { AllowedLateness = Seconds(100), Content = PaneContent.Discarding });
        Add(windows, 10, 12, 20);
        windows.AdvanceWatermark(Ticks(30));
        _log.Panes.Clear();
        Add(windows, 16);
        Told().ShouldBe(["[10 25) 0"]);
    }

    [Fact]
    public void Session_LateEventsThatWait_RetractWhatWasSentAndNotWhatCameSince()
    {
        var windows = Create(new SessionWindows(Seconds(5)), new WindowOptions { AllowedLateness = Seconds(100), Late = Firing.Never });
        Add(windows, 10, 14);
        windows.AdvanceWatermark(Ticks(30));
        Add(windows, 12);
        Add(windows, 16);
        windows.AdvanceWatermark(long.MaxValue);
        Told().ShouldBe(["[10 19) 0 1", "[10 19) 0 1 taken back", "[10 21) 0 0 0 1"]);
    }

    [Fact]
    public void Session_LateEventThatReachesPastTheWatermark_IsSentOnTimeAgain()
    {
        var windows = Create(new SessionWindows(Seconds(5)), new WindowOptions { AllowedLateness = Seconds(100) });
        Add(windows, 10);
        windows.AdvanceWatermark(Ticks(16));
        Add(windows, 14);
        windows.AdvanceWatermark(Ticks(19));
        _log.Panes.Count.ShouldBe(2, "an event at 19 would still join");
        windows.AdvanceWatermark(Ticks(19) + 1);
        Told().ShouldBe(["[10 15) 0", "[10 15) 0 taken back", "[10 19) 0 0"]);
        _log.Panes[^1].Timing.ShouldBe(PaneTiming.OnTime);
    }

    [Fact]
    public void Lateness_EventsWithin_FireAgainThenGoToTheSideOutput()
    {
        var windows = Create(new TumblingWindows(Seconds(10)), new WindowOptions { AllowedLateness = Seconds(5) });
        Add(windows, 1);
        windows.AdvanceWatermark(Ticks(10));
        Add(windows, 2);
        windows.AdvanceWatermark(Ticks(15) - 1);
        Add(windows, 3);
        windows.AdvanceWatermark(Ticks(15));
        Add(windows, 4);
        Told().ShouldBe(["[0 10) 0", "[0 10) 0 0", "[0 10) 0 0 0"]);
        _log.Panes.Select(pane => (pane.Timing, pane.Index)).ShouldBe([(PaneTiming.OnTime, 0), (PaneTiming.Late, 1), (PaneTiming.Late, 2)]);
        _log.Lines[^1].ShouldBe("late 0");
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void State_AtEndAndLateness_IsFreed(WindowShape shape, int end)
    {
        var windows = Create(shape, new WindowOptions { AllowedLateness = Seconds(7) });
        Add(windows, 12);
        windows.StateCount.ShouldBeGreaterThan(0);
        windows.AdvanceWatermark(Ticks(end + 7) - 1);
        windows.StateCount.ShouldBeGreaterThan(0);
        windows.AdvanceWatermark(Ticks(end + 7) + (shape is SessionWindows ? 1 : 0));
        windows.StateCount.ShouldBe(0);
    }

    public static TheoryData<WindowShape, int> Shapes => new()
    {
        { new TumblingWindows(Seconds(10)), 20 },
        { new SlidingWindows(Seconds(10), Seconds(5)), 20 },
        { new SessionWindows(Seconds(5)), 17 },
    };

    [Fact]
    public void DiscardingPanes_AddedUp_EqualTheLastAccumulatingPane() => Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
    {
        foreach (var shape in new WindowShape[] { new TumblingWindows(Seconds(5)), new SlidingWindows(Seconds(6), Seconds(2)), new GlobalWindow() })
        {
            var (accumulating, discarding) = (Run(seed, shape, PaneContent.Accumulating), Run(seed, shape, PaneContent.Discarding));
            var last = accumulating.Panes.GroupBy(pane => (pane.Key, pane.Window)).Select(panes => $"{panes.Key}: {panes.Last().Value}").Order(StringComparer.Ordinal);
            var sums = discarding.Panes.GroupBy(pane => (pane.Key, pane.Window))
                .Select(panes => $"{panes.Key}: {Collect.Text(panes.SelectMany(pane => pane.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)))}")
                .Order(StringComparer.Ordinal);
            sums.ShouldBe(last);
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void ArrivalOrder_WithinTheBoundOfTheWatermark_ChangesNoResult() => Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
    {
        const int bound = 5;
        var random = new Random(seed);
        var events = Enumerable.Range(0, 100).Select(i => (Time: i / 2, Key: random.Next(3), Value: i)).ToList();
        var shuffled = events.OrderBy(item => item.Time + random.Next(bound + 1)).ToList();
        foreach (var shape in new WindowShape[] { new TumblingWindows(Seconds(4)), new SlidingWindows(Seconds(6), Seconds(2)), new SessionWindows(Seconds(2)) })
        {
            Sorted(InOrder(events)).ShouldBe(Sorted(InOrder(shuffled)));

            WindowLog InOrder(List<(int Time, int Key, int Value)> order)
            {
                var log = new WindowLog();
                var windows = WindowOperators.Create(shape, new WindowOptions(), new Collect(), log);
                var max = 0;
                foreach (var (time, key, value) in order)
                {
                    windows.Add([Ticks(time)], [key], [value]);
                    max = Math.Max(max, time);
                    windows.AdvanceWatermark(Ticks(max - bound));
                }

                windows.AdvanceWatermark(long.MaxValue);
                log.Lines.ShouldNotContain(line => line.StartsWith("late", StringComparison.Ordinal));
                return log;
            }
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void ManyKeys_OfEveryShape_EqualGroups()
    {
        const int seconds = 30;
        var random = new Random(3);
        var events = Enumerable.Range(0, 60_000).Select(i => (Time: i * seconds / 60_000, Key: $"key {random.Next(5000)}")).ToList();
        foreach (var (shape, assign) in new (WindowShape, Func<int, IEnumerable<(int Start, int End)>>)[]
        {
            (new TumblingWindows(Seconds(4)), time => [(time / 4 * 4, (time / 4 * 4) + 4)]),
            (new SlidingWindows(Seconds(6), Seconds(2)), time => Enumerable.Range(0, 3).Select(i => ((time / 2 * 2) - (2 * i), (time / 2 * 2) - (2 * i) + 6))),
        })
        {
            var counts = new Numbers<string, long>();
            var windows = WindowOperators.Create(shape, new WindowOptions(), Built.Count<int>(), counts);
            foreach (var batch in events.Chunk(1000))
            {
                windows.Add(batch.Select(item => Ticks(item.Time)).ToArray(), batch.Select(item => item.Key).ToArray(), new int[batch.Length]);
                windows.AdvanceWatermark(Ticks(batch[^1].Time));
            }

            windows.AdvanceWatermark(long.MaxValue);
            windows.StateCount.ShouldBe(0);
            var expected = events.SelectMany(item => assign(item.Time).Select(window => (item.Key, window))).CountBy(pair => pair);
            counts.Panes.Select(pane => $"{pane.Key} {pane.Window}: {pane.Value}").Order(StringComparer.Ordinal)
                .SequenceEqual(expected.Select(pair => $"{pair.Key.Key} {Window(pair.Key.window.Start, pair.Key.window.End)}: {pair.Value}").Order(StringComparer.Ordinal)).ShouldBeTrue();
        }
    }

    [Fact]
    public void ManySessions_OfManyKeys_EqualTheirRunsOfSeconds()
    {
        var random = new Random(4);
        var events = Enumerable.Range(0, 60_000).Select(i => (Time: i / 600, Key: random.Next(5000))).ToList();
        var counts = new Numbers<int, long>();
        var windows = WindowOperators.Create(new SessionWindows(Seconds(3)), new WindowOptions(), Built.Count<int>(), counts);
        foreach (var batch in events.Chunk(1000))
        {
            windows.Add(batch.Select(item => Ticks(item.Time)).ToArray(), batch.Select(item => item.Key).ToArray(), new int[batch.Length]);
            windows.AdvanceWatermark(Ticks(batch[^1].Time));
        }

        windows.AdvanceWatermark(long.MaxValue);
        windows.StateCount.ShouldBe(0);
        var expected = new List<string>();
        foreach (var key in events.GroupBy(item => item.Key, item => item.Time))
        {
            var times = key.Order().ToList();
            for (var (first, i) = (0, 1); i <= times.Count; i++)
            {
                if (i == times.Count || times[i] - times[i - 1] > 3)
                {
                    expected.Add($"{key.Key} {Window(times[first], times[i - 1] + 3)}: {i - first}");
                    first = i;
                }
            }
        }

        counts.Panes.Select(pane => $"{pane.Key} {pane.Window}: {pane.Value}").Order(StringComparer.Ordinal)
                .SequenceEqual(expected.Order(StringComparer.Ordinal)).ShouldBeTrue();
    }

    [Fact]
    public void Sliding_MinAndMax_AreThoseOfTheWindowAlone()
    {
        var results = new Numbers<int, RunningStatistics>();
        var windows = WindowOperators.Create(new SlidingWindows(Seconds(3), Seconds(1)), new WindowOptions(), Built.Statistics(), results);
        double[] values = [9, 1, 5, 7, 2, 2, 8, 3];
        for (var i = 0; i < values.Length; i++)
        {
            windows.Add([Ticks(i)], [0], [values[i]]);
            windows.AdvanceWatermark(Ticks(i));
        }

        windows.AdvanceWatermark(long.MaxValue);
        results.Values.Select(value => value.Min).ShouldBe([9, 1, 1, 1, 2, 2, 2, 2, 3, 3]);
        results.Values.Select(value => value.Max).ShouldBe([9, 9, 9, 7, 7, 7, 8, 8, 8, 3]);
    }

    [Fact]
    public void Sum_TenMillionValuesThatCancel_DoesNotDrift()
    {
        var results = new Numbers<NoKey, double>();
        var windows = WindowOperators.Create(new SlidingWindows(Seconds(100), Seconds(10)), new WindowOptions(), Built.Sum(), results);
        var values = Enumerable.Range(0, 10_000).Select(i => (i % 4) switch { 0 => 1e16, 1 => 1, 2 => -1e16, _ => 0.5 }).ToArray();
        var (times, keys) = (new long[values.Length], new NoKey[values.Length]);
        for (var turn = 0; turn < 1000; turn++)
        {
            Array.Fill(times, Ticks(turn));
            windows.Add(times, keys, values);
            windows.AdvanceWatermark(Ticks(turn));
        }

        windows.AdvanceWatermark(long.MaxValue);
        results.Panes.Count.ShouldBe(109);
        results.Values.Max().ShouldBe(375_000);
        results.Values.Where(sum => sum % 3750 != 0).ShouldBeEmpty();
    }

    [Fact]
    public void Add_TimeThatIsNoInstant_FailsAndTheOthersGoOn()
    {
        foreach (var shape in new WindowShape[] { new TumblingWindows(Seconds(4)), new SlidingWindows(Seconds(6), Seconds(2)), new SessionWindows(Seconds(2)), new GlobalWindow() })
        {
            var log = new WindowLog();
            var windows = WindowOperators.Create(shape, new WindowOptions(), new Collect(), log);
            windows.Add([-1, DateTime.MaxValue.Ticks, DateTime.MaxValue.Ticks + 1, 0, long.MinValue, long.MaxValue], new int[6], [0, 1, 2, 3, 4, 5]);
            log.Lines.ShouldBe(["failed 0", "failed 2", "failed 4", "failed 5"]);
            windows.AdvanceWatermark(long.MaxValue);
            string.Join(' ', log.Panes.SelectMany(pane => pane.Value.Split(' ')).Distinct().Order(StringComparer.Ordinal)).ShouldBe("1 3");
            windows.StateCount.ShouldBe(0);
        }
    }

    [Fact]
    public void Add_ColumnsOfDifferentLength_Throws() =>
        Should.Throw<ArgumentException>(() => Create(new GlobalWindow()).Add([1, 2], [0], [1, 2]));

    [Fact]
    public void Create_NegativeLateness_Throws() => Should.Throw<ArgumentException>(() =>
        Create(new GlobalWindow(), new WindowOptions { AllowedLateness = Seconds(-1) })).Message.ShouldContain("negative");

    [Fact]
    public void OnPane_Throws_ReachesTheCaller()
    {
        var windows = Create(new TumblingWindows(Seconds(10)), new WindowOptions { Early = Firing.EveryCount(1) });
        _log.Sent = _ => throw new InvalidOperationException("full");
        Should.Throw<InvalidOperationException>(() => Add(windows, 1)).Message.ShouldBe("full");
    }

    [Fact]
    public void Add_SteadyState_AllocatesNothing()
    {
        foreach (var shape in new WindowShape[] { new TumblingWindows(Seconds(1)), new SlidingWindows(Seconds(10), Seconds(1)), new SessionWindows(Seconds(1)) })
        {
            var windows = WindowOperators.Create(shape, new WindowOptions(), Built.Statistics(), new Numbers<int, RunningStatistics>(keeps: false));
            var (times, keys, values) = (new long[1000], new int[1000], new double[1000]);
            var random = new Random(1);
            for (var i = 0; i < keys.Length; i++)
            {
                keys[i] = random.Next(300);
            }

            long allocated = 0;
            for (var turn = 0; turn < 400; turn++)
            {
                if (turn == 300)
                {
                    allocated = GC.GetAllocatedBytesForCurrentThread();
                }

                Array.Fill(times, Ticks(turn) + turn);
                windows.Add(times, keys, values);
                windows.AdvanceWatermark(Ticks(turn));
            }

            ((GC.GetAllocatedBytesForCurrentThread() - allocated) / 100_000.0).ShouldBeLessThan(0.5, shape.GetType().Name);
        }
    }

    [Fact]
    public void Load_StatesOfDifferentWatermarks_LosesNothingAndSendsNothingTwice() => Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
    {
        var random = new Random(seed);
        var events = Enumerable.Range(0, 40).Select(i => (Time: Ticks(random.Next(40)), Key: random.Next(4), Value: i)).ToList();
        var options = new WindowOptions { AllowedLateness = Seconds(random.Next(2) * 100), Content = (PaneContent)random.Next(2) };
        foreach (var shape in new WindowShape[] { new TumblingWindows(Seconds(4)), new SlidingWindows(Seconds(6), Seconds(2)), new SessionWindows(Seconds(2)) })
        {
            var (expected, log) = (new WindowLog(), new WindowLog());
            var whole = WindowOperators.Create(shape, options, new Collect(), expected);
            Send(whole, events);
            whole.AdvanceWatermark(long.MaxValue);

            var merged = WindowOperators.Create(shape, options, new Collect(), log);
            foreach (var (part, watermark) in new[] { (0, random.Next(40)), (1, random.Next(40)) })
            {
                var windows = WindowOperators.Create(shape, options, new Collect(), log);
                Send(windows, events.Where(item => item.Key % 2 == part));
                windows.AdvanceWatermark(Ticks(watermark));
                var writer = new StateWriter();
                windows.Save(writer, new UnmanagedSerializer<int>());
                merged.Load(new StateReader(writer.Written), new UnmanagedSerializer<int>(), _ => true);
            }

            merged.AdvanceWatermark(long.MaxValue);
            Values(log).ShouldBe(Values(expected), shape.GetType().Name);
        }

        static IEnumerable<string> Values(WindowLog log) =>
            log.Panes.Select(pane => $"{pane.Key} {pane.Window} {pane.Timing} {pane.Index}: {pane.Value}").Order(StringComparer.Ordinal);

        static void Send(WindowOperator<int, int> windows, IEnumerable<(long Time, int Key, int Value)> events)
        {
            foreach (var (time, key, value) in events)
            {
                windows.Add([time], [key], [value]);
            }
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void SaveLoad_SlidingStatistics_GoesOnToTheSameLastDigit() => Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
    {
        var random = new Random(seed);
        var options = new WindowOptions { AllowedLateness = Seconds(random.Next(2) * 5) };
        var (results, expected) = (new Numbers<int, RunningStatistics>(), new Numbers<int, RunningStatistics>());
        var (windows, uninterrupted) = (Create(results), Create(expected));
        for (var i = 0; i < 300; i++)
        {
            if (random.Next(20) == 0)
            {
                var writer = new StateWriter();
                windows.Save(writer, new UnmanagedSerializer<int>());
                windows = Create(results);
                windows.Load(new StateReader(writer.Written), new UnmanagedSerializer<int>(), _ => true);
            }

            var (time, key, value) = (Ticks((i / 10) + 4 - random.Next(4)), random.Next(3), random.NextDouble());
            foreach (var target in new[] { windows, uninterrupted })
            {
                target.Add([time], [key], [value]);
                target.AdvanceWatermark(Ticks(i / 10));
            }
        }

        windows.AdvanceWatermark(long.MaxValue);
        uninterrupted.AdvanceWatermark(long.MaxValue);
        results.Values.ShouldBe(expected.Values);

        WindowOperator<int, double> Create(Numbers<int, RunningStatistics> output) =>
            WindowOperators.Create(new SlidingWindows(Seconds(7), Seconds(1)), options, Built.Statistics(), output);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void SaveLoad_SessionAtTheEndOfTime_ComesBack()
    {
        var (shape, options) = (new SessionWindows(Seconds(5)), new WindowOptions { AllowedLateness = Seconds(1) });
        var windows = Create(shape, options);
        windows.Add([DateTime.MaxValue.Ticks], [0], [7]);
        var writer = new StateWriter();
        windows.Save(writer, new UnmanagedSerializer<int>());
        var restored = Create(shape, options);
        restored.Load(new StateReader(writer.Written), new UnmanagedSerializer<int>(), _ => true);
        restored.AdvanceWatermark(long.MaxValue);
        _log.Panes.ShouldHaveSingleItem().Value.ShouldBe("7");
    }

    [Fact]
    public void Add_AfterAReceiverThrew_StillTellsEventsThatFail()
    {
        var windows = Create(new TumblingWindows(Seconds(10)));
        Add(windows, 5);
        _log.Sent = _ => throw new InvalidOperationException("full");
        Should.Throw<InvalidOperationException>(() => windows.AdvanceWatermark(Ticks(10)));
        windows.Add([-1], [0], [0]);
        _log.Lines.ShouldContain("failed 0");
    }

    private static WindowLog Run(int seed, WindowShape shape, PaneContent content)
    {
        var script = WindowScript.Random(seed, options => options with { Content = content });
        var log = new WindowLog();
        var windows = WindowOperators.Create(shape, script.Options, new Collect(), log);
        foreach (var step in script.Steps)
        {
            step.Run(windows);
        }

        return log;
    }

    private static IEnumerable<string> Sorted(WindowLog log) => log.Lines.Order(StringComparer.Ordinal);

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);

    private static long Ticks(int second) => DateTime.UnixEpoch.AddSeconds(second).Ticks;

    private static TimeWindow Window(int start, int end) => new(DateTime.UnixEpoch.AddSeconds(start), DateTime.UnixEpoch.AddSeconds(end));

    private static void Add(WindowOperator<int, int> windows, params int[] seconds) =>
        windows.Add(seconds.Select(Ticks).ToArray(), new int[seconds.Length], Enumerable.Range(0, seconds.Length).ToArray());

    private WindowOperator<int, int> Create(WindowShape shape, WindowOptions? options = null) =>
        WindowOperators.Create(shape, options ?? new WindowOptions(), new Collect(), _log);

    private IEnumerable<string> Told() => _log.Panes.Select(pane =>
        $"[{(pane.Window.Start - DateTime.UnixEpoch).TotalSeconds} {(pane.Window.End - DateTime.UnixEpoch).TotalSeconds}) {pane.Value}{(pane.IsRetraction ? " taken back" : "")}");

    private sealed class Numbers<TKey, TOut>(bool keeps = true) : IWindowOutput<TKey, TOut>
    {
        public List<Pane<TKey, TOut>> Panes { get; } = [];

        public IEnumerable<TOut> Values => Panes.Select(pane => pane.Value);

        public void OnPane(in Pane<TKey, TOut> pane)
        {
            if (keeps)
            {
                Panes.Add(pane);
            }
        }

        public void OnLate(int index) => throw new InvalidOperationException("No event is late.");

        public void OnFailed(int index, Exception error) => throw error;
    }
}
