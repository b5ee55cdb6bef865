using System.Net.Http.Json;
using Attune.Storage;
using Attune.Storage.Postgres;
using Attune.Testing;

namespace Attune.Cli.Tests;

/// <summary>kill -9 of Attune and of its PostgreSQL, by turns, while events come in.</summary>
public sealed class PostgresKillTests : IAsyncLifetime
{
    private const int Rounds = 8;
    private const int FlowsPerBatch = 20;
    private const int BatchesPerRound = 30;

    private PostgresServer? _server;

    private Dictionary<string, string> Environment => new() { ["ATTUNE__STORAGE__ENGINE"] = "postgres", ["ATTUNE__POSTGRES__CONNECTION_STRING"] = _server!.ConnectionString };

    public async Task InitializeAsync() => _server = await PostgresServer.StartAsync();

    public async Task DisposeAsync() => await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);

    [SkippableFact]
    public async Task Serve_KilledAndItsDatabaseKilled_LosesNothingAcknowledgedAndDoublesNothing()
    {
        var random = new Random(20260103);
        var sent = new List<string>();
        var unanswered = new Queue<string[]>();
        var program = await ServeAsync();
        try
        {
            for (var round = 0; round < Rounds; round++)
            {
                for (var batch = 0; batch < BatchesPerRound; batch++)
                {
                    string[] ids = [.. Enumerable.Range(0, FlowsPerBatch).Select(n => $"r{round}-b{batch}-{n}")];
                    sent.AddRange(ids);
                    unanswered.Enqueue(ids);
                }

                var breaking = BreakSoonAsync(round % 2 == 0, program, TimeSpan.FromMilliseconds(random.Next(5, 150)));
                while (unanswered.TryPeek(out var ids))
                {
                    if (await TryPostAsync(program, ids))
                    {
                        unanswered.Dequeue();
                    }
                    else if (program.Process.HasExited)
                    {
                        program.Dispose();
                        program = await ServeAsync();
                    }
                }

                await breaking;
                if (program.Process.HasExited)
                {
                    program.Dispose();
                    program = await ServeAsync();
                }
            }

            // Everything was acknowledged in the end; the event that closes the window shows what the windows counted.
            (await TryPostAsync(program, ["last"], "2003-01-01T00:00:00Z")).ShouldBeTrue();
            await using var storage = AttuneStorage.Open(new StorageSetup
            {
                Storage = new StorageOptions { Engine = StorageEngine.Postgres }, Postgres = new PostgresOptions { ConnectionString = _server!.ConnectionString },
            });
            var stored = new List<string>();
            await foreach (var flow in storage.Events.ReadFlowsAsync("http", DateTime.UnixEpoch))
            {
                stored.Add(flow.MessageId!);
            }

            stored.Order().ShouldBe(sent.Append("last").Order());
            await Eventually.TrueAsync(async () => (await storage.Events.GetWindowsAsync(new WindowQuery { Stream = "http" })).Items.Count > 0);
            (await storage.Events.GetWindowsAsync(new WindowQuery { Stream = "http" })).Items.ShouldHaveSingleItem().Total.Flows.ShouldBe(sent.Count);
        }
        finally
        {
            program.Dispose();
        }
    }

    private async Task<AttuneProgram> ServeAsync()
    {
        var program = AttuneProgram.Start("./attune", ["serve", "--port", "0"], environment: Environment);
        await program.UrlAsync();
        return program;
    }

    private async Task BreakSoonAsync(bool program, AttuneProgram running, TimeSpan delay)
    {
        await Task.Delay(delay);
        if (program)
        {
            await running.KillAsync();
            return;
        }

        await _server!.KillAsync();
        await _server.RestartAsync();
    }

    private static async Task<bool> TryPostAsync(AttuneProgram program, string[] ids, string time = "2002-08-22T10:00:00Z")
    {
        using var client = new HttpClient { BaseAddress = await program.UrlAsync() };
        try
        {
            var response = await client.PostAsJsonAsync("/v1/events", ids.Select(id => new
            {
                timestamp = time, source_ip = "10.0.0.1", destination_ip = "mx.example.org", bytes_transferred = 10, protocol = "SMTP", id, message_id = id,
            }));
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
