using System.Diagnostics;
using Attune.Suites.Storage.Postgres;
using Attune.Testing;
using Npgsql;
using PostgresServer = Attune.Suites.Storage.Postgres.PostgresServer;

namespace Attune.Suites.Tests.Storage.Postgres;

public class PostgresServerTests
{
    [SkippableFact]
    public async Task Dispose_OwnServer_LeavesNothing()
    {
        Skip.If(PostgresScript.Programs is null, "there is no PostgreSQL");
        await using var server = await PostgresServer.StartOwnAsync(Environment.ProcessId, CancellationToken.None);
        await PlainSql.ExecuteAsync(server.ConnectionString, "SELECT 1", CancellationToken.None);
        var folder = server.Folder.ShouldNotBeNull();

        await server.DisposeAsync();

        Directory.Exists(folder).ShouldBeFalse();
        await Should.ThrowAsync<NpgsqlException>(() => PlainSql.ExecuteAsync(server.ConnectionString, "SELECT 1", CancellationToken.None));
    }

    [SkippableFact]
    public async Task Start_OwnerIsKilled_EndsAndLeavesNothing()
    {
        Skip.If(PostgresScript.Programs is null, "there is no PostgreSQL");
        using var owner = Process.Start("sleep", "600");
        await using var server = await PostgresServer.StartOwnAsync(owner.Id, CancellationToken.None);

        owner.Kill();
        await owner.WaitForExitAsync();

        await Eventually.TrueAsync(() => !Directory.Exists(server.Folder));
        await Should.ThrowAsync<NpgsqlException>(() => PlainSql.ExecuteAsync(server.ConnectionString, "SELECT 1", CancellationToken.None));
    }
}
