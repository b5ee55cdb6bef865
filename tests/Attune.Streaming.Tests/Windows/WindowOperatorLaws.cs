using Attune.Streaming.Checkpoints;
using Attune.Streaming.Tests.Windows.Reference;
using Attune.Streaming.Windows;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Streaming.Tests.Windows;

/// <summary>Every shape with every trigger, mode and lateness against a reference that keeps all events.</summary>
public class WindowOperatorLaws
{
    private const int Runs = 400;
    private static readonly Arbitrary<int> Seeds = Gen.Choose(0, int.MaxValue).ToArbitrary();

    private static readonly Dictionary<string, ShapeCase> Shapes = new()
    {
        ["tumbling"] = new(new TumblingWindows(Units(5)), (options, log) => new GridReference(Grid(5, 5, 0), options, log)),
        ["tumbling with offset"] = new(new TumblingWindows(Units(7), Units(3)), (options, log) => new GridReference(Grid(7, 7, 3), options, log)),
        ["sliding"] = new(new SlidingWindows(Units(6), Units(2), Units(1)), (options, log) => new GridReference(Grid(6, 2, 1), options, log, SharesSlices(options)), SharesStates: true),
        ["sliding without early panes"] = new(
            new SlidingWindows(Units(8), Units(1)),
            (options, log) => new GridReference(Grid(8, 1, 0), options, log, SharesSlices(options)),
            SharesStates: true,
            options => options with { Early = Firing.Never, AlwaysFireFinal = false }),
        ["sessions"] = new(new SessionWindows(Units(3)), (options, log) => new SessionReference(3 * WindowScript.Unit, options, log)),
        ["global"] = new(new GlobalWindow(), (options, log) => new GridReference(_ => [(0, long.MaxValue)], options, log)),
    };

    public static TheoryData<string> ShapeNames => [.. Shapes.Keys];

    [Theory]
    [MemberData(nameof(ShapeNames))]
    public void Operator_RandomStream_EqualsTheReference(string shape) => Check(seed =>
    {
        var script = WindowScript.Random(seed, Shapes[shape].Change);
        var (log, expected) = (new WindowLog(), new WindowLog());
        var windows = Create(shape, script.Options, log, seed);
        var reference = Shapes[shape].Reference(script.Options, expected);
        foreach (var step in script.Steps)
        {
            step.Run(windows);
            step.Run(reference);
            ShouldBeEqual(log, expected, script);
            if (!Shapes[shape].SharesStates)
            {
                windows.StateCount.ShouldBe(reference.WindowCount);
            }
        }

        windows.StateCount.ShouldBe(reference.WindowCount);
    });

    [Theory]
    [MemberData(nameof(ShapeNames))]
    public void SaveLoad_AtARandomPoint_ContinuesAsIfUninterrupted(string shape) => Check(seed =>
    {
        var script = WindowScript.Random(seed, Shapes[shape].Change);
        var (log, expected) = (new WindowLog(), new WindowLog());
        var windows = Create(shape, script.Options, log, seed);
        var uninterrupted = Create(shape, script.Options, expected, seed);
        var savedAt = seed % script.Steps.Count;
        for (var i = 0; i < script.Steps.Count; i++)
        {
            if (i == savedAt)
            {
                var state = Save(windows);
                windows = Create(shape, script.Options, log, seed);
                windows.Load(new StateReader(state), new UnmanagedSerializer<int>(), _ => true);
                windows.Watermark.ShouldBe(uninterrupted.Watermark);
                windows.StateCount.ShouldBe(uninterrupted.StateCount);
            }

            script.Steps[i].Run(windows);
            script.Steps[i].Run(uninterrupted);
        }

        ShouldBeEqual(log, expected, script);
    });

    [Theory]
    [MemberData(nameof(ShapeNames))]
    public void Load_OfAllPartitionsByOwner_ComesToTheSamePanes(string shape) => Check(seed =>
    {
        var script = WindowScript.Random(seed, Shapes[shape].Change);
        var expected = new WindowLog();
        var whole = Create(shape, script.Options, expected, seed);
        var logs = Enumerable.Range(0, 3).Select(_ => new WindowLog()).ToArray();
        var parts = logs.Take(2).Select(log => Create(shape, script.Options, log, seed)).ToArray();
        var changedAt = seed % script.Steps.Count;
        for (var i = 0; i < script.Steps.Count; i++)
        {
            if (i == changedAt)
            {
                var states = parts.Select(Save).ToArray();
                parts = [.. logs.Select(log => Create(shape, script.Options, log, seed))];
                for (var part = 0; part < parts.Length; part++)
                {
                    foreach (var state in states)
                    {
                        parts[part].Load(new StateReader(state), new UnmanagedSerializer<int>(), key => key % 3 == part);
                    }
                }

                parts.Sum(part => part.StateCount).ShouldBe(whole.StateCount);
            }

            script.Steps[i].Run(whole);
            for (var part = 0; part < parts.Length; part++)
            {
                var step = script.Steps[i];
                (step with { Events = step.Events?.Where(item => item.Key % parts.Length == part).ToList() }).Run(parts[part]);
            }
        }

        Sorted(logs.SelectMany(log => log.Panes)).ShouldBe(Sorted(expected.Panes), customMessage: script.Options.ToString());
    });

    [Theory]
    [MemberData(nameof(ShapeNames))]
    public void Load_DamagedState_ThrowsACheckpointExceptionOrReadsIt(string shape) => Check(seed =>
    {
        var random = new Random(seed);
        var script = WindowScript.Random(seed, Shapes[shape].Change);
        var windows = Create(shape, script.Options, new WindowLog(), seed);
        foreach (var step in script.Steps.Take(seed % script.Steps.Count))
        {
            step.Run(windows);
        }

        var state = Save(windows).ToArray();
        var target = Create(shape, script.Options, new WindowLog(), seed);
        Should.Throw<CheckpointException>(() =>
            target.Load(new StateReader(state.AsMemory(0, random.Next(state.Length))), new UnmanagedSerializer<int>(), _ => true));

        state[random.Next(state.Length)] ^= (byte)(1 << random.Next(8));
        target = Create(shape, script.Options, new WindowLog(), seed);
        try
        {
            target.Load(new StateReader(state), new UnmanagedSerializer<int>(), _ => true);
        }
        catch (CheckpointException)
        {
            // What cannot be seen, as another value of a number, is for the checkpoint's checksum; nothing else may be thrown.
        }
    });

    private static void ShouldBeEqual(WindowLog log, WindowLog expected, WindowScript script)
    {
        // The comparison with a message is slow.
        if (!log.Lines.SequenceEqual(expected.Lines))
        {
            log.Lines.ShouldBe(expected.Lines, customMessage: script.Options.ToString());
        }
    }

    private static void Check(Action<int> law) => Prop.ForAll(Seeds, law).Check(Config.QuickThrowOnFailure.WithMaxTest(Runs));

    private static WindowOperator<int, int> Create(string shape, WindowOptions options, WindowLog log, int seed) =>
        WindowOperators.Create(Shapes[shape].Shape, options, seed % 2 == 0 ? new Collect() : new Collect.InRuns(), log);

    private static ReadOnlyMemory<byte> Save(WindowOperator<int, int> windows)
    {
        var writer = new StateWriter();
        windows.Save(writer, new UnmanagedSerializer<int>());
        return writer.Written.ToArray();
    }

    private static IEnumerable<string> Sorted(IEnumerable<Pane<int, string>> panes) => panes.Select(pane => pane.ToString()).Order(StringComparer.Ordinal);

    private static bool SharesSlices(WindowOptions options) =>
        options.Early.IsNever && (!options.AlwaysFireFinal || options.AllowedLateness == TimeSpan.Zero);

    private static TimeSpan Units(int count) => TimeSpan.FromTicks(count * WindowScript.Unit);

    /// <summary>All windows of a grid that hold an instant, found by trying those around it.</summary>
    private static Func<long, IEnumerable<(long Start, long End)>> Grid(int size, int slide, int offset) => time =>
        from number in Enumerable.Range(-40, 80)
        let near = (time - DateTime.UnixEpoch.Ticks) / WindowScript.Unit / slide
        let start = DateTime.UnixEpoch.Ticks + ((((number + near) * slide) + offset) * WindowScript.Unit)
        let end = start + (size * WindowScript.Unit)
        where start <= time && time < end
        select (start, end);

    private sealed record ShapeCase(WindowShape Shape, Func<WindowOptions, WindowLog, IReference> Reference, bool SharesStates = false, Func<WindowOptions, WindowOptions>? Change = null);
}
