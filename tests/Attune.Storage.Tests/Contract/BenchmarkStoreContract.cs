using System.Text.Json;
using Attune.Storage.Benchmarks;
using Attune.Storage.Sql;

namespace Attune.Storage.Tests.Contract;

/// <summary>What the benchmark history promises on every engine.</summary>
public abstract class BenchmarkStoreContract<TDatabase> : StorageContract<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    private static readonly DateTime Noon = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    private IBenchmarkStore Store => Storage.Benchmarks;

    [SkippableFact]
    public async Task AddAsync_ThenReopen_EverythingIsThere()
    {
        var id = await Store.StartRunAsync(Run());
        await Store.AddAsync(id, Measurement("alpha"));
        await Store.FinishRunAsync(id, Noon.AddMinutes(1));
        await ReopenAsync();
        var record = (await Store.GetRecordsAsync(new BenchmarkQuery { IncludeSamples = true })).ShouldHaveSingleItem();

        record.Run.ShouldBe(Run() with { Id = id, FinishedAt = Noon.AddMinutes(1) });
        var expected = Measurement("alpha");
        record.Measurement.ShouldBe(expected with
        {
            Id = record.Measurement.Id, Samples = record.Measurement.Samples, Quality = record.Measurement.Quality, Notes = record.Measurement.Notes, Parameters = record.Measurement.Parameters,
        });
        record.Measurement.Samples.ShouldBe(expected.Samples);
        record.Measurement.Quality.ShouldBe(expected.Quality);
        record.Measurement.Notes.ShouldBe(expected.Notes);
        record.Measurement.Parameters.ShouldBe(expected.Parameters, ignoreOrder: true);
    }

    [SkippableFact]
    public async Task GetRecordsAsync_Conditions_SelectAndLimitTakesTheLatestOldestFirst()
    {
        var first = await Store.StartRunAsync(Run());
        var second = await Store.StartRunAsync(Run() with { MachineId = "other" });
        await Store.AddAsync(first, Measurement("alpha"));
        await Store.AddAsync(second, Measurement("alpha") with { StartedAt = Noon.AddDays(1) });
        await Store.AddAsync(second, Measurement("beta") with { Suite = "else" });

        (await Store.GetRecordsAsync(new BenchmarkQuery { RunId = second })).Count.ShouldBe(2);
        (await Store.GetRecordsAsync(new BenchmarkQuery { Suite = "else" })).ShouldHaveSingleItem().Measurement.Name.ShouldBe("beta");
        (await Store.GetRecordsAsync(new BenchmarkQuery { Name = "alpha" })).Select(record => record.Run.Id).ShouldBe([first, second]);
        (await Store.GetRecordsAsync(new BenchmarkQuery { MachineId = "other" })).Count.ShouldBe(2);
        (await Store.GetRecordsAsync(new BenchmarkQuery { Since = Noon.AddHours(1) })).ShouldHaveSingleItem().Run.Id.ShouldBe(second);
        (await Store.GetRecordsAsync(new BenchmarkQuery { Limit = 2 })).Select(record => record.Measurement.Name).ShouldBe(["alpha", "beta"]);
    }

    [SkippableFact]
    public async Task GetRunsAsync_SeveralRuns_LatestFirst()
    {
        var first = await Store.StartRunAsync(Run());
        var second = await Store.StartRunAsync(Run() with { Label = "second" });

        (await Store.GetRunsAsync(10)).Select(run => run.Id).ShouldBe([second, first]);
        (await Store.GetRunAsync(second))!.Label.ShouldBe("second");
        (await Store.GetRunAsync(99)).ShouldBeNull();
    }

    [SkippableFact]
    public async Task SetBaselineAsync_Again_MovesTheName()
    {
        var first = await Store.StartRunAsync(Run());
        var second = await Store.StartRunAsync(Run());

        await Store.SetBaselineAsync("release", first);
        await Store.SetBaselineAsync("release", second);

        (await Store.GetBaselinesAsync()).ShouldHaveSingleItem().RunId.ShouldBe(second);
        (await Store.RemoveBaselineAsync("release")).ShouldBeTrue();
        (await Store.RemoveBaselineAsync("release")).ShouldBeFalse();
    }

    [SkippableFact]
    public async Task Writes_OfAnUnknownRun_ThrowAndChangeNothing()
    {
        (await Should.ThrowAsync<StorageException>(() => Store.SetBaselineAsync("release", 7))).Message.ShouldBe("There is no benchmark run 7.");
        await Should.ThrowAsync<StorageException>(() => Store.AddAsync(7, Measurement("alpha")));
        (await Store.GetRecordsAsync(new BenchmarkQuery())).ShouldBeEmpty();
        (await Store.GetBaselinesAsync()).ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task View_BenchmarkResults_HasTheFlatColumns()
    {
        var run = await Store.StartRunAsync(Run());
        await Store.AddAsync(run, Measurement("alpha"));
        await Store.AddAsync(run, Measurement("beta") with { Outcome = "failed", Error = "boom" });

        await using var connection = await Database.ConnectAsync();
        var rows = connection.Rows(
            "SELECT benchmark_name, execution_time, memory_usage, success, error_message, CAST(metadata AS TEXT), timestamp FROM benchmark_results ORDER BY id",
            row => (row.GetString(0), row.GetDouble(1), row.GetDouble(2), row.GetBoolean(3), row.TextOrNull(4), row.GetString(5), row.GetString(6)));
        rows.Select(row => (row.Item1, row.Item2, row.Item3, row.Item4, row.Item5, row.Item7)).ShouldBe(
        [
            ("alpha", 0.012, 34.5, true, null, "2026-03-01T12:00:00.000Z"),
            ("beta", 0.012, 34.5, false, "boom", "2026-03-01T12:00:00.000Z"),
        ]);
        using var metadata = JsonDocument.Parse(rows[0].Item6);
        metadata.RootElement.GetProperty("quality").GetProperty("recall").GetDouble().ShouldBe(0.9);
    }

    private static StoredRun Run() => new()
    {
        StartedAt = Noon, MachineId = "machine", Cpu = "cpu", Cores = 2, MemoryBytes = 1L << 34, OperatingSystem = "os", Runtime = ".NET", Commit = "abc", Branch = "main",
        IsDirty = true, Version = "1", Noise = 0.05,
    };

    private static StoredMeasurement Measurement(string name) => new()
    {
        Suite = "suite", Name = name, Description = "words", Outcome = "succeeded", Unit = "ms", LowerIsBetter = true, Value = 12, Deviation = 0.5, ExecutionSeconds = 0.012,
        MemoryMb = 34.5, Target = 15, TargetSource = "guide 1", Peer = "rival", PeerValue = 20, PeerUnavailable = "absent",
        Quality = new Dictionary<string, double> { ["recall"] = 0.9 }, Notes = new Dictionary<string, string> { ["peer"] = "v1" },
        Parameters = new Dictionary<string, string> { ["rows"] = "10", ["a"] = "b" }, StartedAt = Noon, DurationSeconds = 1.5,
        Samples = [new StoredSample("warmup", 13, 0.013, 1, 100, 0.01, 1000, false), new StoredSample("measured", 12, 0.012, 1, 100, 0.01, 1000, true)],
    };
}
