using System.Data.Common;
using Attune.Testing;
using Microsoft.Data.Sqlite;

namespace Attune.Storage.Tests.Contract;

/// <summary>A file in a temporary folder.</summary>
public sealed class SqliteUnderTest : DatabaseUnderTest
{
    private readonly TemporaryFolder _folder = new();

    public override StorageSetup Setup => new() { Storage = new StorageOptions { Path = _folder.File("attune.db"), BusyTimeout = TimeSpan.FromSeconds(30) } };

    public override Task CreateAsync() => Task.CompletedTask;

    public override async Task<DbConnection> ConnectAsync()
    {
        var connection = new SqliteConnection($"Data Source={_folder.File("attune.db")};Pooling=False");
        await connection.OpenAsync();
        return connection;
    }

    public override Task DropAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }
}
