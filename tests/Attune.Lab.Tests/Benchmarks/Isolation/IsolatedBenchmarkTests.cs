using System.Diagnostics;
using Attune.Lab.Benchmarks;
using Attune.Lab.Benchmarks.Isolation;

namespace Attune.Lab.Tests.Benchmarks.Isolation;

public class IsolatedBenchmarkTests
{
    private static readonly BenchmarkOptions Plain = new() { Iterations = 3, WarmupIterations = 1, MaxWarmupIterations = 1, MinIterationMs = 0, MemoryLimitMb = 100_000, TimeoutSeconds = 60 };

    [Fact]
    public async Task HostAndRunner_ThroughTheirLines_GiveTheSameResult()
    {
        var output = new StringWriter();
        var benchmark = new Probe((context, _) =>
        {
            output.Write("a line that the benchmark does not end");
            context.Report(5);
            context.ReportQuality("recall", 1);
            return ValueTask.CompletedTask;
        }, BenchmarkFigure.Reported("x", Better.Higher), tearDown: () =>
        {
            output.Write("nor this");
            return ValueTask.CompletedTask;
        }, target: new BenchmarkTarget(4, "tests"));

        await IsolatedBenchmarkHost.RunAsync(Registry(benchmark), new StringReader(new IsolationRequest("tests", "probe", Plain, new Dictionary<string, string> { ["a"] = "1" }).ToLine()), output);

        var result = output.ToString().Split('\n').Select(IsolationMessage.Parse).Last(message => message?.Result is not null)!.Result!;
        (result.Value, result.Unit, result.Better, result.Passed, result.Quality["recall"], result.Parameters["a"]).ShouldBe((5, "x", Better.Higher, true, 1, "1"));
        result.Samples.Count.ShouldBe(4);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("")]
    public async Task Host_BadRequest_Throws(string request) =>
        await Should.ThrowAsync<ArgumentException>(() => IsolatedBenchmarkHost.RunAsync(Registry(), new StringReader(request), TextWriter.Null));

    [Fact]
    public async Task Host_UnknownBenchmark_Throws() =>
        (await Should.ThrowAsync<ArgumentException>(() => IsolatedBenchmarkHost.RunAsync(
            Registry(), new StringReader(new IsolationRequest("tests", "none", Plain, new Dictionary<string, string>()).ToLine()), TextWriter.Null))).Message.ShouldContain("'none'");

    [Theory]
    [InlineData("plain words")]
    [InlineData("@attune-benchmark not json")]
    public void Parse_LineOfTheBenchmarksOwn_IsIgnored(string line) => IsolationMessage.Parse(line).ShouldBeNull();

    [Fact]
    public async Task Runner_ChildDies_IsAFailureWithItsLastWords()
    {
        var result = await Run("echo 'cannot go on' >&2; exit 9", Plain);

        (result.Outcome, result.Error).ShouldBe((BenchmarkOutcome.Failed, "The benchmark's process ended with exit code 9: cannot go on."));
    }

    [Fact]
    public async Task Runner_ChildHangsSilently_IsKilled()
    {
        var result = await Run("exec sleep 600", Plain with { TimeoutSeconds = 0.1 });

        result.Outcome.ShouldBe(BenchmarkOutcome.TimedOut);
        result.Error!.ShouldContain("killed");
    }

    [Fact]
    public async Task Runner_ChildTakesTooMuchMemory_IsKilled()
    {
        var result = await Run("exec tail /dev/zero", Plain with { MemoryLimitMb = 200 });

        result.Outcome.ShouldBe(BenchmarkOutcome.OutOfMemory);
    }

    [Fact]
    public async Task Runner_Cancelled_KillsTheChild()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        var result = await Run("exec sleep 600", Plain, stop.Token);

        result.Outcome.ShouldBe(BenchmarkOutcome.Cancelled);
    }

    private static BenchmarkRegistry Registry(params Benchmark[] benchmarks) => new BenchmarkRegistry().Add(new BenchmarkSuite("tests", "", () => benchmarks));

    private static Task<BenchmarkResult> Run(string script, BenchmarkOptions options, CancellationToken cancellationToken = default) =>
        new IsolatedBenchmarkRunner(() => new ProcessStartInfo("/bin/sh", ["-c", script]))
            .RunAsync("tests", new Probe((_, _) => ValueTask.CompletedTask), options, cancellationToken: cancellationToken);
}
