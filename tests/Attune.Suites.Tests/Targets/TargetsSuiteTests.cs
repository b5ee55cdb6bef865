using Attune.Lab.Benchmarks;
using Attune.Suites.Targets;

namespace Attune.Suites.Tests.Targets;

public class TargetsSuiteTests
{
    [Fact]
    public void Create_Registry_HasOneRowForEachTarget()
    {
        var suite = AttuneSuites.CreateRegistry().Find(TargetsSuite.Name)!;
        var rows = suite.Create();
        rows.Select(row => row.Name).ShouldBe(TargetCatalogue.All.Select(target => target.Name));
        foreach (var (row, target) in rows.Zip(TargetCatalogue.All))
        {
            row.Target!.Value.ShouldBe(target.Limit.Value);
            row.Figure.Unit.ShouldBe(target.Limit.Unit);
        }
    }

    [Fact]
    public async Task Run_TargetOfARoomToCome_IsUnavailableAndSaysWhichRoom()
    {
        var result = await RunAsync(Row("vector_search_latency_10k"));
        result.Outcome.ShouldBe(BenchmarkOutcome.Unavailable);
        result.Error.ShouldBe("not built yet: room vectors");
    }

    [Fact]
    public async Task Run_ClaimThatNothingMeasures_SaysWhy() => (await RunAsync(Row("cost_savings"))).Error.ShouldNotBeNull().ShouldStartWith("cannot be measured as stated:");

    [Fact]
    public async Task Run_MeasuredTarget_IsTheBenchmarkWithTheGuidesTarget()
    {
        var result = await RunAsync(Row("batch_insert_1000"));
        result.Outcome.ShouldBe(BenchmarkOutcome.Succeeded, result.Error);
        result.Notes["measured_by"].ShouldBe("storage/batch_insert_1000");
        result.Target.ShouldBe(new BenchmarkTarget(800, "guide 2, Database Performance with Modern Optimizations"));
        result.PeerSummary.ShouldNotBeNull();
        result.Quality["rows_stored"].ShouldBe(1);
    }

    [Fact]
    public async Task Run_SecondTargetOfAReportedFigure_ReadsTheFirstOnesFigures()
    {
        var counter = new Counting();
        var (figure, first, second) = Pair(counter, counter);
        var measured = await RunAsync(first, iterations: 3);
        var read = await RunAsync(second, iterations: 3);
        counter.Runs.ShouldBe(4);
        figure.Kept.Count.ShouldBe(3);
        Measured(read).ShouldBe(Measured(measured));
        read.Quality.ShouldBe(measured.Quality);
        read.Notes["figures"].ShouldContain("earlier target");
    }

    [Fact]
    public async Task Run_SecondTargetAfterAFailure_MeasuresAgain()
    {
        var (failing, sound) = (new Counting { FailsAt = 3 }, new Counting());
        var (_, first, second) = Pair(failing, sound);
        (await RunAsync(first, iterations: 3)).Outcome.ShouldBe(BenchmarkOutcome.Failed);
        (await RunAsync(second, iterations: 3)).Outcome.ShouldBe(BenchmarkOutcome.Succeeded);
        sound.Runs.ShouldBe(4);
    }

    [Fact]
    public async Task Run_SecondTargetOfATimedBenchmark_MeasuresAgain()
    {
        var (one, other) = (new Counting(timed: true), new Counting(timed: true));
        var (_, first, second) = Pair(one, other);
        await RunAsync(first);
        await RunAsync(second);
        other.Runs.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Take_SameBenchmarkAgain_IsAnotherInstance()
    {
        var registry = new BenchmarkRegistry().Add(new BenchmarkSuite("suite", "", () => [new Counting()]));
        var sets = new BenchmarkSets(registry);
        sets.Take("suite/counting").ShouldNotBeSameAs(sets.Take("suite/counting"));
        Should.Throw<InvalidOperationException>(() => sets.Take("suite/other"));
        Should.Throw<InvalidOperationException>(() => sets.Take("other/counting"));
    }

    private static (MeasuredFigure Figure, MeasuredTarget First, MeasuredTarget Second) Pair(Counting one, Counting other)
    {
        var figure = new MeasuredFigure("suite/counting");
        return (figure, new MeasuredTarget(Target("first"), one, figure), new MeasuredTarget(Target("second"), other, figure));
    }

    private static GuideTarget Target(string name) => new(1, "Section", name, TargetLimit.AtMost(10, "ms"), Rooms.Server, "Text.", "suite/counting");

    private static Benchmark Row(string name) => AttuneSuites.CreateRegistry().Find(TargetsSuite.Name)!.Create().Single(row => row.Name == name);

    private static List<double> Measured(BenchmarkResult result) => [.. result.Samples.Where(sample => sample.Kind == SampleKind.Measured).Select(sample => sample.Value)];

    private static Task<BenchmarkResult> RunAsync(Benchmark benchmark, int iterations = 1) => new BenchmarkRunner().RunAsync(
        TargetsSuite.Name, benchmark,
        benchmark.Configure(new BenchmarkOptions { Iterations = iterations, WarmupIterations = 1, MaxWarmupIterations = 1, MinIterationMs = 0, MemoryLimitMb = 100_000 }));

    private sealed class Counting(bool timed = false) : Benchmark("counting", "Counts its runs")
    {
        public int Runs { get; private set; }

        public int FailsAt { get; init; }

        public override BenchmarkFigure Figure => timed ? BenchmarkFigure.Milliseconds : BenchmarkFigure.Reported("ms", Better.Lower);

        public override ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
        {
            Runs++;
            if (Runs == FailsAt)
            {
                throw new InvalidOperationException("As asked.");
            }

            context.Report(Runs);
            context.ReportQuality("runs", Runs);
            return ValueTask.CompletedTask;
        }
    }
}
