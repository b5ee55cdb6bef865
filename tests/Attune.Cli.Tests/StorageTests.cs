using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Attune.Storage;
using Attune.Testing;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Attune.Cli.Tests;

public sealed class StorageTests : IDisposable
{
    private const string Flow = """{"timestamp":"2002-08-22T00:00:00Z","source_ip":"10.0.0.1","destination_ip":"mx","bytes_transferred":5,"protocol":"SMTP"}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task CommandsThatOnlyLook_LeaveTheFolderAsItWas()
    {
        await AppendAsync();
        var before = Snapshot();
        string[][] commands =
        [
            ["storage", "status"], ["storage", "prune", "--dry-run"], ["flows"], ["windows"], ["doctor", "--port", "0"],
            ["benchmark", "results"], ["benchmark", "baseline", "list"],
        ];
        foreach (var command in commands)
        {
            var (code, output, errors) = await AttuneProgram.RunAsync([.. command, "--json", "--data", _folder.Path]);
            code.ShouldBe(0, $"{string.Join(' ', command)}: {output}{errors}");
            Snapshot().ShouldBe(before, string.Join(' ', command));
        }
    }

    [Fact]
    public async Task Status_IsATableForPeopleAndJsonForPrograms()
    {
        await AppendAsync();
        var (code, output, _) = await AttuneProgram.RunAsync("storage", "status", "--data", _folder.Path);
        code.ShouldBe(0);
        output.ShouldContain("up to date");
        output.ShouldMatch(@"flows\s+1\s+8 KiB");
        output.ShouldContain("busy_timeout");

        var status = await AttuneProgram.RunJsonAsync("storage", "status", "--json", "--data", _folder.Path);
        status.GetProperty("engine").GetString()!.ShouldStartWith("SQLite");
        status.GetProperty("address").GetString().ShouldBe(_folder.File("attune.db"));
        status.GetProperty("tables").EnumerateArray().Single(table => table.GetProperty("table").GetString() == "flows").GetProperty("rows").GetInt64().ShouldBe(1);
    }

    [Fact]
    public async Task OlderSchema_CommandsThatOnlyLookSayWhatToDo_AndMigrateDoesIt()
    {
        var status = await AttuneProgram.RunJsonAsync("storage", "migrate", "--json", "--data", _folder.Path);
        status.GetProperty("from").GetInt32().ShouldBe(0);
        var latest = status.GetProperty("to").GetInt32();
        File.Delete(_folder.File("attune.db"));
        MakeEmpty();

        var (code, _, errors) = await AttuneProgram.RunAsync("flows", "--data", _folder.Path);
        code.ShouldBe(1);
        errors.ShouldContain("attune storage migrate");
        (await AttuneProgram.RunAsync("storage", "status", "--data", _folder.Path)).Output.ShouldContain($"0, behind by {latest}: run 'attune storage migrate'");

        var (migrated, output, _) = await AttuneProgram.RunAsync("storage", "migrate", "--data", _folder.Path);
        migrated.ShouldBe(0);
        output.ShouldContain($"from version 0 to {latest}");
        (await AttuneProgram.RunAsync("flows", "--data", _folder.Path)).Code.ShouldBe(0);
    }

    [Fact]
    public async Task Upkeep_BesideARunningServer_Works()
    {
        using var server = AttuneProgram.Start("./attune", ["serve", "--port", "0", "--data", _folder.Path]);
        using var client = new HttpClient { BaseAddress = await server.UrlAsync() };
        using var body = new StringContent(Flow, Encoding.UTF8, "application/json");
        (await client.PostAsync("/v1/events", body)).EnsureSuccessStatusCode();
        using var old = new StringContent("""[{"timestamp":"2002-08-22","type":"old"}]""", Encoding.UTF8, "application/json");
        (await client.PostAsync("/v1/analytics/events", old)).EnsureSuccessStatusCode();

        (await AttuneProgram.RunJsonAsync("flows", "--json", "--data", _folder.Path)).GetProperty("items").GetArrayLength().ShouldBe(1);
        await AttuneProgram.RunJsonAsync("storage", "analyze", "--json", "--data", _folder.Path);
        var pruned = await AttuneProgram.RunJsonAsync("storage", "prune", "--json", "--set", "retention.flows=1d", "--set", "retention.events=1d", "--data", _folder.Path);
        pruned.GetProperty("rows").GetInt64().ShouldBe(1, "the event; the flow's window is still open");
        (await client.GetAsync("/ready")).EnsureSuccessStatusCode();
    }

    [SkippableFact]
    public async Task Postgres_AllCommands_WorkAndNeverShowTheConnectionString()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        var environment = new Dictionary<string, string>
        {
            ["ATTUNE__STORAGE__ENGINE"] = "postgres", ["ATTUNE__POSTGRES__CONNECTION_STRING"] = database.ConnectionString,
        };
        var password = new NpgsqlConnectionStringBuilder(database.ConnectionString).Password;
        password.ShouldNotBeNullOrEmpty();
        async Task<JsonElement> RunAsync(params string[] arguments)
        {
            using var program = AttuneProgram.Start("./attune", [.. arguments, "--json"], environment: environment);
            var (code, output, errors) = await program.WaitAsync();
            code.ShouldBe(0, output + errors);
            (output + errors).ShouldNotContain(password);
            using var document = JsonDocument.Parse(output);
            return document.RootElement.Clone();
        }

        Storage(await RunAsync("doctor", "--port", "0")).ShouldContain("the first start makes them");
        (await RunAsync("storage", "migrate")).GetProperty("applied").GetArrayLength().ShouldBeGreaterThan(0);
        (await RunAsync("storage", "analyze")).GetProperty("seconds").GetDouble().ShouldBeGreaterThan(0);
        await RunAsync("storage", "vacuum");
        await RunAsync("storage", "prune");
        (await RunAsync("storage", "status")).GetProperty("address").GetString()!.ShouldEndWith(database.Name);
        Storage(await RunAsync("doctor", "--port", "0")).ShouldContain("rows");
        (await RunAsync("flows")).GetProperty("items").GetArrayLength().ShouldBe(0);

        await using (var connection = new NpgsqlConnection(database.ConnectionString))
        {
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand("INSERT INTO schema_migrations (version, name, applied_at) VALUES (1000, 'of a newer version', 0)", connection);
            await command.ExecuteNonQueryAsync();
        }

        using var doctor = AttuneProgram.Start("./attune", ["doctor", "--port", "0", "--json"], environment: environment);
        var (failed, report, _) = await doctor.WaitAsync();
        failed.ShouldBe(1);
        report.ShouldContain("use the version that wrote it");
    }

    private static string Storage(JsonElement doctor) =>
        doctor.GetProperty("checks").EnumerateArray().Single(check => check.GetProperty("name").GetString() == "Storage").GetProperty("detail").GetString()!;

    private async Task AppendAsync()
    {
        await using var store = AttuneStorage.Open(new StorageOptions { Path = _folder.File("attune.db") });
        await store.Events.AppendAsync(new EventBatch("test", [SampleEvents.Flow(1)], [], []));
    }

    /// <summary>A file of Attune's without a schema: older than any.</summary>
    private void MakeEmpty()
    {
        using var connection = new SqliteConnection($"Data Source={_folder.File("attune.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA application_id = 1098151029";
        command.ExecuteNonQuery();
    }

    private string Snapshot() => string.Join('\n', new DirectoryInfo(_folder.Path).GetFiles().OrderBy(file => file.Name, StringComparer.Ordinal)
        .Select(file => $"{file.Name} {file.LastWriteTimeUtc:O} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file.FullName)))}")
        .Prepend($"{Directory.GetLastWriteTimeUtc(_folder.Path):O}"));
}
