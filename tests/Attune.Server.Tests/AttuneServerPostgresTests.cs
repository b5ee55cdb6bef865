using System.Net;
using Attune.Server.Tests.Testing;
using Attune.Testing;

namespace Attune.Server.Tests;

public sealed class AttuneServerPostgresTests
{
    [SkippableFact]
    public async Task Server_WhoseDatabaseComesAndGoes_IsLiveAlwaysAndReadyWheneverItCanBe()
    {
        await using var database = await PostgresServer.StartAsync();
        await database.StopAsync();
        // Without any retry a second writer would find its connection broken only after the restart, by a failed write.
        await using var server = await RunningServer.StartAsync(
            ("storage.engine", "postgres"), ("postgres.connection_string", database.ConnectionString), ("postgres.retry_for", "0s"), ("postgres.writers", "1"), ("postgres.connect_timeout", "2s"));

        await ShouldBeAwayAsync(server);

        await database.RestartAsync();
        await Eventually.TrueAsync(async () => await ReadyAsync(server) == HttpStatusCode.OK, "it is ready without any event coming in");
        (await server.IngestAsync(EventBodies.Flow(1, bytes: 5))).Added.ShouldBe(1);

        await database.StopAsync();
        await Eventually.TrueAsync(async () => await ReadyAsync(server) == HttpStatusCode.ServiceUnavailable, "it is not ready");
        await ShouldBeAwayAsync(server);

        await database.RestartAsync();
        await Eventually.TrueAsync(async () => await ReadyAsync(server) == HttpStatusCode.OK, "it is ready again");
        (await server.IngestAsync(EventBodies.Array(EventBodies.Flow(1, bytes: 5), EventBodies.Flow(2, bytes: 7)))).Added.ShouldBe(1, "what was acknowledged is there");
        (await server.GetJsonAsync("/v1/rows")).GetProperty("flows").GetInt64().ShouldBe(2);
    }

    [SkippableFact]
    public async Task Dispose_WhileAWriteWaitsForTheDatabase_DoesNotWaitForIt()
    {
        await using var database = await PostgresServer.StartAsync();
        await using var server = await RunningServer.StartAsync(
            ("storage.engine", "postgres"), ("postgres.connection_string", database.ConnectionString), ("postgres.retry_for", "1h"), ("postgres.connect_timeout", "2s"));
        (await server.IngestAsync(EventBodies.Flow(1))).Added.ShouldBe(1);
        await database.StopAsync();
        var waiting = server.PostAsync(EventBodies.Flow(2));
        await Eventually.TrueAsync(async () => await ReadyAsync(server) == HttpStatusCode.ServiceUnavailable, "the write waits");

        await server.Server.DisposeAsync().AsTask().WithinLimit();

        using var answer = await waiting.WithinLimit();
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    private static async Task ShouldBeAwayAsync(RunningServer server)
    {
        (await server.GetJsonAsync("/health")).GetProperty("status").GetString().ShouldBe("live");
        using var notReady = await server.Client.GetAsync("/ready");
        (await notReady.ShouldBeProblemAsync(503)).GetProperty("detail").GetString()!.ShouldContain("PostgreSQL");
        using var refused = await server.PostAsync(EventBodies.Flow(9));
        (await refused.ShouldBeProblemAsync(503)).GetProperty("detail").GetString()!.ShouldContain("PostgreSQL");
        refused.Headers.RetryAfter.ShouldNotBeNull();
    }

    private static async Task<HttpStatusCode> ReadyAsync(RunningServer server)
    {
        using var response = await server.Client.GetAsync("/ready");
        return response.StatusCode;
    }
}
