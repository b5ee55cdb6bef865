using System.Net.Http.Json;
using Attune.Storage;
using Attune.Testing;

namespace Attune.Cli.Tests;

/// <summary>kill -9 at random moments: what was acknowledged is there afterwards, once.</summary>
public sealed class KillTests : IDisposable
{
    private const int Rounds = 20;
    private const int FlowsPerBatch = 20;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Serve_Killed20TimesDuringIngest_LosesNothingAcknowledgedAndDoublesNothing()
    {
        var random = new Random(20260101);
        var acknowledged = new HashSet<string>();
        var sent = new HashSet<string>();
        string[]? unanswered = null;
        for (var round = 0; round < Rounds; round++)
        {
            using var program = AttuneProgram.Start("./attune", ["serve", "--port", "0", "--data", _folder.Path]);
            using var client = new HttpClient { BaseAddress = await program.UrlAsync() };
            if (unanswered is not null)
            {
                // A client that got no answer sends the same again.
                await PostAsync(client, unanswered);
                acknowledged.UnionWith(unanswered);
            }

            var killing = KillSoonAsync(program, TimeSpan.FromMilliseconds(random.Next(5, 250)));
            for (var batch = 0; ; batch++)
            {
                unanswered = [.. Enumerable.Range(0, FlowsPerBatch).Select(n => $"r{round}-b{batch}-{n}")];
                sent.UnionWith(unanswered);
                try
                {
                    await PostAsync(client, unanswered);
                    acknowledged.UnionWith(unanswered);
                }
                catch (HttpRequestException)
                {
                    break;
                }
            }

            await killing;
        }

        acknowledged.Count.ShouldBeGreaterThan(Rounds * FlowsPerBatch);
        await using var storage = AttuneStorage.Open(new StorageOptions { Path = _folder.File("attune.db") });
        var store = storage.Events;
        var stored = new List<string>();
        await foreach (var flow in store.ReadFlowsAsync("http", DateTime.UnixEpoch))
        {
            stored.Add(flow.MessageId!);
        }

        stored.Distinct().Count().ShouldBe(stored.Count, "no flow is there twice");
        acknowledged.Except(stored).ShouldBeEmpty("every acknowledged flow is there");
        stored.Except(sent).ShouldBeEmpty("nothing else is there");
        await CheckWindowsAsync(store, stored.Count);
    }

    [Fact]
    public async Task Replay_KilledThenRunAgain_ComesToTheSameAsARunWithoutTrouble()
    {
        var file = _folder.File("flows.csv");
        await File.WriteAllTextAsync(file, "timestamp,source_ip,destination_ip,bytes_transferred,protocol\n" + string.Concat(Enumerable.Range(0, 60_000).Select(n =>
            $"2002-{1 + (n / 5000):00}-{1 + (n % 28):00}T10:00:00Z,10.0.{n % 50}.1,mx,{n % 1000},smtp\n")));
        var clean = await AttuneProgram.RunJsonAsync("replay", file, "--json", "--data", _folder.File("clean"));

        var random = new Random(20260102);
        for (var round = 0; round < 5; round++)
        {
            using var program = AttuneProgram.Start("./attune", ["replay", file, "--json", "--speed", "100000", "--data", _folder.File("killed")]);
            await Eventually.TrueAsync(() => Task.FromResult(program.Process.HasExited || File.Exists(Path.Combine(_folder.File("killed"), "attune.db-wal"))));
            await Task.Delay(random.Next(10, 400));
            if (!program.Process.HasExited)
            {
                await program.KillAsync();
            }
        }

        var after = await AttuneProgram.RunJsonAsync("replay", file, "--json", "--data", _folder.File("killed"));
        foreach (var name in new[] { "messages", "flows", "windows", "rowsStored", "lateEvents" })
        {
            after.GetProperty(name).GetInt64().ShouldBe(clean.GetProperty(name).GetInt64(), name);
        }
    }

    private static async Task PostAsync(HttpClient client, string[] ids)
    {
        var response = await client.PostAsJsonAsync("/v1/events", ids.Select((id, n) => new
        {
            timestamp = $"2002-08-22T10:{n % 60:00}:00Z", source_ip = $"10.0.0.{n % 5}", destination_ip = "mx.example.org", bytes_transferred = 10, protocol = "SMTP", id, message_id = id,
        }));
        response.EnsureSuccessStatusCode();
    }

    private static async Task KillSoonAsync(AttuneProgram program, TimeSpan delay)
    {
        await Task.Delay(delay);
        await program.KillAsync();
    }

    /// <summary>The windows, restored from the ledger twenty times over, count every flow once.</summary>
    private async Task CheckWindowsAsync(IEventStore store, int flows)
    {
        using var program = AttuneProgram.Start("./attune", ["serve", "--port", "0", "--data", _folder.Path]);
        using var client = new HttpClient { BaseAddress = await program.UrlAsync() };
        var response = await client.PostAsJsonAsync("/v1/events", new[]
        {
            new { timestamp = "2003-01-01T00:00:00Z", source_ip = "10.0.0.1", destination_ip = "mx.example.org", bytes_transferred = 10, protocol = "SMTP" },
        });
        response.EnsureSuccessStatusCode();
        await Eventually.TrueAsync(async () => (await store.GetWindowsAsync(new WindowQuery { Stream = "http" })).Items.Count > 0);
        var window = (await store.GetWindowsAsync(new WindowQuery { Stream = "http" })).Items.ShouldHaveSingleItem();
        window.Total.Flows.ShouldBe(flows);
        program.Interrupt();
        (await program.WaitAsync()).Code.ShouldBe(0);
    }
}
