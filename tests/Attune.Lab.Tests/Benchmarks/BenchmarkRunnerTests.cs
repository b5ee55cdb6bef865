using Attune.Lab.Benchmarks;
using Attune.Testing;

namespace Attune.Lab.Tests.Benchmarks;

public class BenchmarkRunnerTests
{
    private static readonly BenchmarkOptions Plain = new() { Iterations = 5, WarmupIterations = 2, MaxWarmupIterations = 2, MinIterationMs = 0, MemoryLimitMb = 100_000 };

    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task RunAsync_OperationOfKnownTime_MeasuresIt()
    {
        var result = await RunAsync(Taking(TimeSpan.FromMilliseconds(30)), Plain);

        result.Outcome.ShouldBe(BenchmarkOutcome.Succeeded);
        result.Value.ShouldBe(30);
        result.Unit.ShouldBe("ms");
        result.Samples.Count(sample => sample.Kind == SampleKind.Warmup).ShouldBe(2);
        result.Samples.Count(sample => sample.Kind == SampleKind.Measured).ShouldBe(5);
    }

    [Fact]
    public async Task RunAsync_Rate_CountsOperationsOfEveryCall()
    {
        var result = await RunAsync(Taking(TimeSpan.FromSeconds(2), BenchmarkFigure.Rate("events"), operations: 500), Plain);

        result.Value.ShouldBe(250);
        result.Unit.ShouldBe("events/s");
        result.Better.ShouldBe(Better.Higher);
    }

    [Fact]
    public async Task RunAsync_ShortOperation_IsRepeatedUntilAnIterationIsLongEnough()
    {
        var result = await RunAsync(Taking(TimeSpan.FromMilliseconds(1)), Plain with { MinIterationMs = 50 });

        result.Value.ShouldBe(1);
        result.Samples.ShouldAllBe(sample => sample.Operations >= 50 && sample.Operations <= 550);
    }

    [Fact]
    public async Task RunAsync_TimesStillFalling_WarmsUpUntilTheySettle()
    {
        var calls = 0;
        var benchmark = new Probe((_, _) =>
        {
            calls++;
            _clock.Advance(TimeSpan.FromMilliseconds(calls <= 6 ? 100 - 10 * calls : 40));
            return ValueTask.CompletedTask;
        });

        var result = await RunAsync(benchmark, Plain with { MaxWarmupIterations = 20 });

        result.Samples.Count(sample => sample.Kind == SampleKind.Warmup).ShouldBe(7);
        result.Summary!.Max.ShouldBe(40);
    }

    [Fact]
    public async Task RunAsync_NoWarmupAskedFor_TakesNone()
    {
        var result = await RunAsync(Taking(TimeSpan.FromMilliseconds(1)), Plain with { WarmupIterations = 0, MaxWarmupIterations = 12 });

        result.Samples.ShouldAllBe(sample => sample.Kind == SampleKind.Measured);
    }

    [Fact]
    public async Task RunAsync_OneSlowIteration_IsKeptAsASampleButNotInTheFigure()
    {
        var calls = 0;
        var benchmark = new Probe((_, _) =>
        {
            calls++;
            _clock.Advance(TimeSpan.FromMilliseconds(calls == 5 ? 500 : 10 + calls % 3));
            return ValueTask.CompletedTask;
        });

        var result = await RunAsync(benchmark, Plain with { Iterations = 10 });

        result.Summary!.Max.ShouldBeLessThan(20);
        result.Summary.Count.ShouldBe(9);
        result.Samples.ShouldContain(sample => sample.IsOutlier && sample.Value == 500);
    }

    [Fact]
    public async Task RunAsync_BenchmarkThrows_IsAResultAndIsTornDown()
    {
        var tornDown = false;
        var benchmark = new Probe((_, _) => throw new InvalidOperationException("wrong answer"), tearDown: () =>
        {
            tornDown = true;
            return ValueTask.CompletedTask;
        });

        var result = await RunAsync(benchmark, Plain);

        result.Outcome.ShouldBe(BenchmarkOutcome.Failed);
        result.Error.ShouldBe("wrong answer");
        result.Passed.ShouldBeFalse();
        tornDown.ShouldBeTrue();
    }

    [Fact]
    public async Task RunAsync_SetUpThrows_IsAResult()
    {
        var result = await RunAsync(new Probe((_, _) => ValueTask.CompletedTask, setUp: _ => throw new IOException("no disk")), Plain);

        (result.Outcome, result.Error).ShouldBe((BenchmarkOutcome.Failed, "IOException: no disk"));
    }

    [Fact]
    public async Task RunAsync_TearDownThrows_IsAResult()
    {
        var result = await RunAsync(new Probe((_, _) => ValueTask.CompletedTask, tearDown: () => throw new IOException("stuck")), Plain);

        (result.Outcome, result.Error).ShouldBe((BenchmarkOutcome.Failed, "IOException: stuck"));
        result.Value.ShouldNotBeNull();
    }

    [Fact]
    public async Task RunAsync_HangsButListens_IsTimedOut()
    {
        var benchmark = new Probe(async (_, token) => await Task.Delay(Timeout.Infinite, token));

        var result = await new BenchmarkRunner().RunAsync("tests", benchmark, Plain with { TimeoutSeconds = 0.1 });

        result.Outcome.ShouldBe(BenchmarkOutcome.TimedOut);
        result.Error.ShouldBe("The warm-up took longer than 0.1 s.");
    }

    [Fact]
    public async Task RunAsync_HangsAndDoesNotListen_IsTimedOutAndSaysSo()
    {
        using var release = new ManualResetEventSlim();
        var tornDown = false;
        var benchmark = new Probe(
            (_, _) =>
            {
                release.Wait(CancellationToken.None);
                return ValueTask.CompletedTask;
            },
            tearDown: () =>
            {
                tornDown = true;
                return ValueTask.CompletedTask;
            });

        var result = await new BenchmarkRunner().RunAsync("tests", benchmark, Plain with { TimeoutSeconds = 0.1 });
        release.Set();

        result.Outcome.ShouldBe(BenchmarkOutcome.TimedOut);
        result.Error!.ShouldContain("--isolate");
        tornDown.ShouldBeFalse();
    }

    [Fact]
    public async Task RunAsync_TakesTooMuchMemory_IsOutOfMemory()
    {
        var hoard = new List<byte[]>();
        var benchmark = new Probe(async (_, token) =>
        {
            while (true)
            {
                var block = new byte[8 << 20];
                block.AsSpan().Fill(1);
                hoard.Add(block);
                await Task.Delay(1, token);
            }
        });

        var result = await new BenchmarkRunner().RunAsync("tests", benchmark, Plain with { MemoryLimitMb = 64, TimeoutSeconds = 600 });
        hoard.Clear();

        result.Outcome.ShouldBe(BenchmarkOutcome.OutOfMemory);
        result.Error!.ShouldContain("64 MiB are allowed");
    }

    [Fact]
    public async Task RunAsync_Cancelled_KeepsWhatWasMeasured()
    {
        using var stop = new CancellationTokenSource();
        var calls = 0;
        var benchmark = new Probe((_, _) =>
        {
            _clock.Advance(TimeSpan.FromMilliseconds(10));
            if (++calls == 5)
            {
                stop.Cancel();
            }

            return ValueTask.CompletedTask;
        });

        var result = await RunAsync(benchmark, Plain, stop.Token);

        result.Outcome.ShouldBe(BenchmarkOutcome.Cancelled);
        result.Samples.Count(sample => sample.Kind == SampleKind.Measured).ShouldBeInRange(2, 3);
    }

    [Fact]
    public async Task RunAsync_Unavailable_RunsNothing()
    {
        var result = await RunAsync(new Probe((_, _) => throw new InvalidOperationException(), unavailable: "no data here"), Plain);

        (result.Outcome, result.Error, result.Value).ShouldBe((BenchmarkOutcome.Unavailable, "no data here", null));
    }

    [Fact]
    public async Task RunAsync_ReportedFigure_IsTheBenchmarksOwnWithItsQuality()
    {
        var benchmark = new Probe(
            (context, _) =>
            {
                context.Report(0.97);
                context.ReportQuality("recall", 0.99);
                return ValueTask.CompletedTask;
            },
            BenchmarkFigure.Reported("ratio", Better.Higher), target: new BenchmarkTarget(0.95, "tests"));

        var result = await RunAsync(benchmark, Plain);

        (result.Value, result.Quality["recall"], result.Passed).ShouldBe((0.97, 0.99, true));
    }

    [Fact]
    public async Task RunAsync_ReportsNothingThoughItShould_Fails()
    {
        var result = await RunAsync(new Probe((_, _) => ValueTask.CompletedTask, BenchmarkFigure.Reported("ratio", Better.Higher)), Plain);

        result.Outcome.ShouldBe(BenchmarkOutcome.Failed);
        result.Error!.ShouldContain("reported none");
    }

    [Fact]
    public async Task RunAsync_WithPeer_AlternatesAndComparesInTheRightDirection()
    {
        var order = new List<string>();
        var peer = new FakePeer(() =>
        {
            order.Add("peer");
            return 60;
        });
        var benchmark = new Probe(
            (_, _) =>
            {
                order.Add("ours");
                _clock.Advance(TimeSpan.FromMilliseconds(30));
                return ValueTask.CompletedTask;
            },
            peer: peer);

        var result = await RunAsync(benchmark, Plain with { WarmupIterations = 0, Iterations = 4 });

        order.ShouldBe(["ours", "peer", "peer", "ours", "ours", "peer", "peer", "ours"]);
        result.Ratio.ShouldBe(2);
        BenchmarkRow.Of(result).PeerSource.ShouldBe("measured");
    }

    [Fact]
    public async Task RunAsync_PeerIsAbsent_ShowsItsPublishedFigure()
    {
        var result = await RunAsync(Taking(TimeSpan.FromMilliseconds(30), peer: new PublishedPeer("rival", 15, "not installed")), Plain);

        result.Ratio.ShouldBe(0.5);
        BenchmarkRow.Of(result).PeerSource.ShouldBe("not installed");
    }

    [Fact]
    public async Task RunAsync_WithPeer_EveryStepIsAnnounced()
    {
        // A process that watches this one takes silence for a hang: each step has the whole time limit for itself.
        var told = new List<string>();
        var benchmark = new Probe(
            (_, _) =>
            {
                told.Add("ours");
                return ValueTask.CompletedTask;
            },
            setUp: _ =>
            {
                told.Add("set-up");
                return ValueTask.CompletedTask;
            },
            tearDown: () =>
            {
                told.Add("tear-down");
                return ValueTask.CompletedTask;
            },
            peer: new FakePeer(
                () =>
                {
                    told.Add("peer");
                    return 1;
                },
                () => told.Add("peer's set-up")));
        await new BenchmarkRunner(_clock).RunAsync("suite", benchmark, Plain, progress: new Immediate(() => told.Add("")));

        told.Count(step => step == "peer").ShouldBe(7);
        told.Zip(told.Skip(1)).ShouldAllBe(pair => pair.First.Length == 0 || pair.Second.Length == 0);
    }

    [Fact]
    public async Task RunAsync_OperationGivesUpByItself_IsAFailureNotAPersonsStop()
    {
        var result = await RunAsync(new Probe((_, _) => throw new TaskCanceledException("The request timed out.")), Plain);

        result.Outcome.ShouldBe(BenchmarkOutcome.Failed);
        result.Error!.ShouldContain("The request timed out.");
    }

    [Fact]
    public async Task RunAsync_PeerDoesNotStart_OurFigureStands()
    {
        var peer = new FakePeer(() => 1, setUp: () => throw new FileNotFoundException("rival"));

        var result = await RunAsync(Taking(TimeSpan.FromMilliseconds(30), peer: peer), Plain);

        result.Outcome.ShouldBe(BenchmarkOutcome.Succeeded);
        (result.Value, result.Ratio).ShouldBe((30, null));
        result.PeerUnavailable!.ShouldContain("rival");
    }

    [Fact]
    public async Task RunAsync_PeerFailsInTheMiddle_OurFigureStandsWithoutHalfAComparison()
    {
        var calls = 0;
        var peer = new FakePeer(() => ++calls < 4 ? 15 : throw new IOException("socket errors"));

        var result = await RunAsync(Taking(TimeSpan.FromMilliseconds(30), peer: peer), Plain);

        (result.Outcome, result.Value, result.Ratio, result.PeerSummary).ShouldBe((BenchmarkOutcome.Succeeded, 30, null, null));
        result.PeerUnavailable!.ShouldContain("socket errors");
        result.Samples.Count(sample => sample.Kind == SampleKind.Measured).ShouldBe(5);
    }

    [Fact]
    public async Task RunAsync_Workers_RunAtOnceAndTheirOperationsAdd()
    {
        using var together = new Barrier(3);
        var benchmark = new Probe((_, _) =>
        {
            together.SignalAndWait(TimeSpan.FromSeconds(60), CancellationToken.None).ShouldBeTrue();
            return ValueTask.CompletedTask;
        });

        var result = await new BenchmarkRunner().RunAsync("tests", benchmark, Plain with { Workers = 3, Iterations = 2 });

        result.Outcome.ShouldBe(BenchmarkOutcome.Succeeded);
        result.Samples.ShouldAllBe(sample => sample.Operations == 3);
    }

    [Fact]
    public async Task RunAsync_Always_GivesAnEmptyFolderAndRemovesIt()
    {
        var folder = "";
        var benchmark = new Probe((context, _) =>
        {
            folder = context.WorkFolder;
            File.WriteAllText(Path.Combine(folder, "left-behind"), "x");
            return ValueTask.CompletedTask;
        });

        await RunAsync(benchmark, Plain);

        folder.ShouldNotBeEmpty();
        Directory.Exists(folder).ShouldBeFalse();
    }

    [Fact]
    public async Task RunAsync_Allocations_AreMeasured()
    {
        byte[]? kept = null;
        var benchmark = new Probe((_, _) =>
        {
            kept = new byte[1 << 20];
            return ValueTask.CompletedTask;
        });

        var result = await new BenchmarkRunner().RunAsync("tests", benchmark, Plain);

        GC.KeepAlive(kept);
        result.Samples.ShouldAllBe(sample => sample.AllocatedBytes >= 1 << 20 && sample.WorkingSetBytes > 0);
    }

    private Task<BenchmarkResult> RunAsync(Benchmark benchmark, BenchmarkOptions options, CancellationToken cancellationToken = default) =>
        new BenchmarkRunner(_clock).RunAsync("tests", benchmark, options, cancellationToken: cancellationToken);

    private Probe Taking(TimeSpan time, BenchmarkFigure? figure = null, long operations = 1, Peer? peer = null) => new(
        (_, _) =>
        {
            _clock.Advance(time);
            return ValueTask.CompletedTask;
        },
        figure, operations: operations, peer: peer);

    private sealed class Immediate(Action told) : IProgress<BenchmarkProgress>
    {
        public void Report(BenchmarkProgress value) => told();
    }

    private sealed class FakePeer(Func<double> measure, Action? setUp = null) : Peer("rival")
    {
        public override ValueTask SetUpAsync(BenchmarkContext context, CancellationToken cancellationToken)
        {
            setUp?.Invoke();
            return ValueTask.CompletedTask;
        }

        public override ValueTask<double> MeasureAsync(BenchmarkContext context, CancellationToken cancellationToken) => ValueTask.FromResult(measure());
    }
}
