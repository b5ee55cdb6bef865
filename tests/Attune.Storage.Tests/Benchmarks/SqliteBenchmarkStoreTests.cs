using Attune.Storage.Benchmarks;
using Attune.Storage.Sqlite;
using Attune.Testing;
using Microsoft.Data.Sqlite;

namespace Attune.Storage.Tests.Benchmarks;

public sealed class SqliteBenchmarkStoreTests : IDisposable
{
    private static readonly DateTime Noon = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AddAsync_ThenReopen_EverythingIsThere()
    {
        long id;
        await using (var store = Open())
        {
            id = await store.StartRunAsync(Run());
            await store.AddAsync(id, Measurement("alpha"));
            await store.FinishRunAsync(id, Noon.AddMinutes(1));
        }

        await using var reopened = Open();
        var record = (await reopened.GetRecordsAsync(new BenchmarkQuery { IncludeSamples = true })).ShouldHaveSingleItem();

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

    [Fact]
    public async Task GetRecordsAsync_Conditions_SelectAndLimitTakesTheLatestOldestFirst()
    {
        await using var store = Open();
        var first = await store.StartRunAsync(Run());
        var second = await store.StartRunAsync(Run() with { MachineId = "other" });
        await store.AddAsync(first, Measurement("alpha"));
        await store.AddAsync(second, Measurement("alpha") with { StartedAt = Noon.AddDays(1) });
        await store.AddAsync(second, Measurement("beta") with { Suite = "else" });

        (await store.GetRecordsAsync(new BenchmarkQuery { RunId = second })).Count.ShouldBe(2);
        (await store.GetRecordsAsync(new BenchmarkQuery { Suite = "else" })).ShouldHaveSingleItem().Measurement.Name.ShouldBe("beta");
        (await store.GetRecordsAsync(new BenchmarkQuery { Name = "alpha" })).Select(record => record.Run.Id).ShouldBe([first, second]);
        (await store.GetRecordsAsync(new BenchmarkQuery { MachineId = "other" })).Count.ShouldBe(2);
        (await store.GetRecordsAsync(new BenchmarkQuery { Since = Noon.AddHours(1) })).ShouldHaveSingleItem().Run.Id.ShouldBe(second);
        (await store.GetRecordsAsync(new BenchmarkQuery { Limit = 2 })).Select(record => record.Measurement.Name).ShouldBe(["alpha", "beta"]);
    }

    [Fact]
    public async Task GetRunsAsync_SeveralRuns_LatestFirst()
    {
        await using var store = Open();
        var first = await store.StartRunAsync(Run());
        var second = await store.StartRunAsync(Run() with { Label = "second" });

        (await store.GetRunsAsync(10)).Select(run => run.Id).ShouldBe([second, first]);
        (await store.GetRunAsync(second))!.Label.ShouldBe("second");
        (await store.GetRunAsync(99)).ShouldBeNull();
    }

    [Fact]
    public async Task SetBaselineAsync_Again_MovesTheName()
    {
        await using var store = Open();
        var first = await store.StartRunAsync(Run());
        var second = await store.StartRunAsync(Run());

        await store.SetBaselineAsync("release", first);
        await store.SetBaselineAsync("release", second);

        (await store.GetBaselinesAsync()).ShouldHaveSingleItem().RunId.ShouldBe(second);
        (await store.RemoveBaselineAsync("release")).ShouldBeTrue();
        (await store.RemoveBaselineAsync("release")).ShouldBeFalse();
    }

    [Fact]
    public async Task Writes_OfAnUnknownRun_ThrowAndChangeNothing()
    {
        await using var store = Open();

        (await Should.ThrowAsync<StorageException>(() => store.SetBaselineAsync("release", 7))).Message.ShouldBe("There is no benchmark run 7.");
        await Should.ThrowAsync<StorageException>(() => store.AddAsync(7, Measurement("alpha")));
        (await store.GetRecordsAsync(new BenchmarkQuery())).ShouldBeEmpty();
        (await store.GetBaselinesAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task View_BenchmarkResults_HasTheFlatColumns()
    {
        await using (var store = Open())
        {
            var run = await store.StartRunAsync(Run());
            await store.AddAsync(run, Measurement("alpha"));
            await store.AddAsync(run, Measurement("beta") with { Outcome = "failed", Error = "boom" });
        }

        using var connection = new SqliteConnection($"Data Source={_folder.File("attune.db")}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT id, benchmark_name, execution_time, memory_usage, success, error_message, json_extract(metadata, '$.quality.recall'), timestamp FROM benchmark_results ORDER BY id";
        using var reader = command.ExecuteReader();
        reader.Read().ShouldBeTrue();
        (reader.GetString(1), reader.GetDouble(2), reader.GetDouble(3), reader.GetBoolean(4), reader.IsDBNull(5), reader.GetDouble(6), reader.GetString(7))
            .ShouldBe(("alpha", 0.012, 34.5, true, true, 0.9, "2026-03-01T12:00:00.000Z"));
        reader.Read().ShouldBeTrue();
        (reader.GetBoolean(4), reader.GetString(5)).ShouldBe((false, "boom"));
    }

    [Fact]
    public async Task Open_BesideAnEventStore_BothWork()
    {
        await using var events = new SqliteEventStore(new StorageOptions { Path = _folder.File("attune.db") });
        await using var store = Open();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
        {
            var run = await store.StartRunAsync(Run());
            await store.AddAsync(run, Measurement($"b{i}"));
            (await events.CheckAsync()).ShouldBeNull();
        }));

        (await store.GetRecordsAsync(new BenchmarkQuery())).Count.ShouldBe(20);
    }

    private SqliteBenchmarkStore Open() => new(new StorageOptions { Path = _folder.File("attune.db") });

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
