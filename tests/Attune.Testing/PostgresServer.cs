using Npgsql;
using Xunit;

namespace Attune.Testing;

/// <summary>A PostgreSQL server for one test, to be stopped, killed and frozen at will. Ends, with its folder, when it is disposed of or its process ends.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private readonly string _folder;

    private PostgresServer(string folder, string connectionString)
    {
        _folder = folder;
        ConnectionString = connectionString;
    }

    /// <summary>Connects the superuser to the database <c>postgres</c>; stays the same over restarts.</summary>
    public string ConnectionString { get; }

    /// <summary>Makes and starts a server; skips the test, saying why, when there is no PostgreSQL here.</summary>
    public static async Task<PostgresServer> StartAsync()
    {
        var missing = await PostgresScript.MissingAsync();
        Skip.If(missing is not null, missing);
        var folder = Directory.CreateTempSubdirectory("attune-pg-").FullName;
        try
        {
            return new PostgresServer(folder, await PostgresScript.StartAsync(folder));
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    /// <summary>A fast shutdown: open transactions are rolled back and sessions are told; a frozen server is thawed first.</summary>
    public Task StopAsync() => PostgresScript.RunAsync("stop", _folder);

    /// <summary><c>kill -9</c> of the server and all its processes; returns when they are gone. One that does not run is left as it is.</summary>
    public Task KillAsync() => PostgresScript.RunAsync("kill", _folder);

    /// <summary>Starts the stopped or killed server again, on the same port and data; returns when it takes connections.</summary>
    public Task RestartAsync() => PostgresScript.StartAsync(_folder);

    /// <summary>Stops all its processes from running: connections stay open, and nothing answers.</summary>
    public Task FreezeAsync() => PostgresScript.RunAsync("freeze", _folder);

    /// <summary>Lets the frozen processes go on.</summary>
    public Task ThawAsync() => PostgresScript.RunAsync("thaw", _folder);

    public async ValueTask DisposeAsync()
    {
        await using (var connection = new NpgsqlConnection(ConnectionString))
        {
            NpgsqlConnection.ClearPool(connection);
        }

        await KillAsync();
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}
