using Attune.Storage;

namespace Attune.Suites.Storage.Databases;

/// <summary>A file in the benchmark's folder, which the runner deletes.</summary>
internal sealed class SqliteDatabase(string folder) : LedgerDatabase
{
    /// <summary>The file.</summary>
    public string Path { get; } = System.IO.Path.Combine(folder, "ledger.db");

    public override StorageSetup Setup(SynchronousMode synchronous) => new() { Storage = new StorageOptions { Path = Path, Synchronous = synchronous } };

    public override Task EmptyAsync()
    {
        foreach (var file in new[] { Path, $"{Path}-wal", $"{Path}-shm" })
        {
            File.Delete(file);
        }

        return Task.CompletedTask;
    }

    public override Task SettleAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
