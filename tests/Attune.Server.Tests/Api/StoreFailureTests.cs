using Attune.Server.Tests.Testing;
using Attune.Storage;
using Attune.Testing;
using Microsoft.Data.Sqlite;

namespace Attune.Server.Tests.Api;

public sealed class StoreFailureTests
{
    [Fact]
    public async Task Post_WhileTheStoreIsLocked_Is503AndWorksAgainAfterwards()
    {
        using var folder = new TemporaryFolder();
        await using var server = await RunningServer.StartInAsync(folder, ("storage.busy_timeout", "00:00:00"));
        await using (var other = new SqliteConnection($"Data Source={folder.File("attune.db")};Pooling=false"))
        {
            // Another process that writes: the store's own transactions fail at once.
            await other.OpenAsync();
            await ExecuteAsync(other, "BEGIN IMMEDIATE");

            using var refused = await server.PostAsync(EventBodies.Flow(1));
            using var notReady = await server.Client.GetAsync("/ready");

            (await refused.ShouldBeProblemAsync(503)).GetProperty("detail").GetString().ShouldNotBeNullOrWhiteSpace();
            refused.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
            await notReady.ShouldBeProblemAsync(503);
            (await server.GetJsonAsync("/v1/rows")).GetProperty("total").GetInt64().ShouldBe(0, "reading goes on");
            (await server.GetJsonAsync("/health")).GetProperty("status").GetString().ShouldBe("live");
            await ExecuteAsync(other, "ROLLBACK");
        }

        await Eventually.TrueAsync(async () => (await server.Client.GetAsync("/ready")).IsSuccessStatusCode, "the server is ready again, without any event coming in");
        (await server.IngestAsync(EventBodies.Flow(1))).Added.ShouldBe(1);
        (await server.Store.CountRowsAsync()).ShouldBe(new RowCounts(1, 0, 0, 0, 0));
    }

    private static async Task ExecuteAsync(SqliteConnection connection, string text)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = text;
        await command.ExecuteNonQueryAsync();
    }
}
