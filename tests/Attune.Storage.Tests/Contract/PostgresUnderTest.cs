using System.Data.Common;
using Attune.Storage.Postgres;
using Attune.Testing;
using Npgsql;

namespace Attune.Storage.Tests.Contract;

/// <summary>A fresh database on the tests' PostgreSQL server.</summary>
public sealed class PostgresUnderTest : DatabaseUnderTest
{
    private PostgresDatabase? _database;

    public override StorageSetup Setup => new()
    {
        Storage = new StorageOptions { Engine = StorageEngine.Postgres },
        Postgres = new PostgresOptions { ConnectionString = _database!.ConnectionString, LockTimeout = TimeSpan.FromSeconds(20) },
    };

    public override async Task CreateAsync() => _database = await PostgresDatabase.CreateAsync();

    public override async Task<DbConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(_database!.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    public override Task DropAsync() => _database?.DisposeAsync().AsTask() ?? Task.CompletedTask;
}
