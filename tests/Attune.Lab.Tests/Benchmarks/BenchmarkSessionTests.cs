using Attune.Lab.Benchmarks;
using Attune.Lab.History;
using Attune.Storage;
using Attune.Storage.Benchmarks;
using Attune.Testing;

namespace Attune.Lab.Tests.Benchmarks;

public sealed class BenchmarkSessionTests : IAsyncLifetime
{
    private static readonly BenchmarkSessionOptions Plain = new()
    {
        Defaults = new BenchmarkOptions { Iterations = 3, WarmupIterations = 1, MinIterationMs = 0, MemoryLimitMb = 100_000 }, Version = "9.9", Label = "mine",
        Parameters = new Dictionary<string, string> { ["rows"] = "5" },
    };

    private readonly TemporaryFolder _folder = new();
    private readonly AttuneStorage _storage;

    public BenchmarkSessionTests() => _storage = AttuneStorage.Open(new StorageOptions { Path = _folder.File("attune.db") });

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _storage.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task RunAsync_SomeFail_AllResultsAreStoredWithSamples()
    {
        var run = await RunAsync(Plain, Good("first"), Bad("second"));

        run.Results.Select(result => result.Outcome).ShouldBe([BenchmarkOutcome.Succeeded, BenchmarkOutcome.Failed]);
        var records = await _storage.Benchmarks.GetRecordsAsync(new BenchmarkQuery { IncludeSamples = true });
        records.Select(record => (record.Measurement.Name, record.Measurement.Outcome)).ShouldBe([("first", "succeeded"), ("second", "failed")]);
        records[0].Measurement.Samples.Count(sample => sample.Kind == "measured").ShouldBe(3);
        records[0].Measurement.Value.ShouldBe(run.Results[0].Value);
        records[0].Measurement.Parameters["rows"].ShouldBe("5");
        (records[0].Run.Version, records[0].Run.Label, records[0].Run.FinishedAt is not null).ShouldBe(("9.9", "mine", true));
    }

    [Fact]
    public async Task RunAsync_OtherNumberOfCallers_IsAnotherSeries()
    {
        await RunAsync(Plain, Good("first"));
        await RunAsync(Plain with { Override = options => options with { Workers = 2 } }, Good("first"));

        var records = await _storage.Benchmarks.GetRecordsAsync(new BenchmarkQuery());
        records.Select(record => SeriesKey.Of(record.Measurement).Parameters).ShouldBe(["rows=5", "rows=5, workers=2"]);
    }

    [Fact]
    public async Task RunAsync_NotToBeStored_LeavesNoTrace()
    {
        var run = await RunAsync(Plain with { Override = options => options with { Store = false } }, Good("first"));

        run.Info.Id.ShouldBe(0);
        (await _storage.Benchmarks.GetRunsAsync(10)).ShouldBeEmpty();
    }

    [Fact]
    public async Task RunAsync_Unavailable_IsAResultButNoHistory()
    {
        var run = await RunAsync(Plain, new Probe((_, _) => ValueTask.CompletedTask, unavailable: "no data"));

        run.Results.ShouldHaveSingleItem().Outcome.ShouldBe(BenchmarkOutcome.Unavailable);
        (await _storage.Benchmarks.GetRunsAsync(10)).ShouldBeEmpty();
    }

    [Fact]
    public async Task RunAsync_Override_BeatsTheBenchmarksOwnWish()
    {
        var run = await RunAsync(Plain with { Override = options => options with { Iterations = 7 } }, Good("first"));

        run.Results[0].Summary!.Count.ShouldBeInRange(5, 7);
        run.Results[0].Samples.Count(sample => sample.Kind == SampleKind.Measured).ShouldBe(7);
    }

    [Fact]
    public async Task RunAsync_CancelledInTheMiddle_KeepsWhatRan()
    {
        using var stop = new CancellationTokenSource();
        var stopping = new Probe(
            (_, _) =>
            {
                stop.Cancel();
                return ValueTask.CompletedTask;
            },
            name: "second");

        var run = await RunAsync(Plain, [Good("first"), stopping, Good("third")], stop.Token);

        run.Results.Select(result => result.Name).ShouldBe(["first", "second"]);
        (await _storage.Benchmarks.GetRecordsAsync(new BenchmarkQuery())).Count.ShouldBe(2);
    }

    [Fact]
    public async Task RunAsync_AfterARunawayBenchmark_SaysThatItMayDisturb()
    {
        using var release = new ManualResetEventSlim();
        var hanging = new Probe(
            (_, _) =>
            {
                release.Wait(CancellationToken.None);
                return ValueTask.CompletedTask;
            },
            name: "hanging");

        var run = await RunAsync(Plain with { Override = options => options with { TimeoutSeconds = 0.05 } }, hanging, Good("next"));
        release.Set();

        run.Results[0].Outcome.ShouldBe(BenchmarkOutcome.TimedOut);
        run.Results[1].Notes["disturbed_by"].ShouldContain("hanging");
    }

    private static Probe Good(string name) => new((_, _) => ValueTask.CompletedTask, name: name);

    private static Probe Bad(string name) => new((_, _) => throw new InvalidOperationException("boom"), name: name);

    private Task<BenchmarkRun> RunAsync(BenchmarkSessionOptions options, params Benchmark[] benchmarks) => RunAsync(options, benchmarks, CancellationToken.None);

    private Task<BenchmarkRun> RunAsync(BenchmarkSessionOptions options, Benchmark[] benchmarks, CancellationToken cancellationToken) =>
        new BenchmarkSession(new BenchmarkRunner(), store: _storage.Benchmarks).RunAsync(
            [.. benchmarks.Select(benchmark => new PlannedBenchmark("tests", benchmark))], options, cancellationToken: cancellationToken);
}
