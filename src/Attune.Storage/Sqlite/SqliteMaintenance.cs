using Attune.Storage.Maintenance;
using Attune.Storage.Pool;
using Attune.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace Attune.Storage.Sqlite;

/// <summary>Upkeep of a file. Everything that changes it runs on a connection of its own, which waits for the writer's transactions.</summary>
internal sealed class SqliteMaintenance(SqliteConnectionFactory connections, ConnectionPool readers, MigrationReport? opened, StorageOptions options, TimeProvider time)
    : IEngineMaintenance
{
    private const string TableNames = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY name";

    private static readonly string[] Suffixes = ["", "-wal", "-shm"];

    /// <summary>Walks every page of the file once.</summary>
    private const string Bytes = """
        SELECT item.tbl_name, sum(CASE WHEN item.type = 'table' THEN page.pgsize ELSE 0 END), sum(CASE WHEN item.type = 'index' THEN page.pgsize ELSE 0 END)
        FROM dbstat AS page JOIN sqlite_schema AS item ON item.name = page.name
        WHERE page.aggregate = TRUE GROUP BY item.tbl_name
        """;

    public string Address => connections.Path;

    public IReadOnlyList<SettingProbe> Settings { get; } =
    [
        .. SqliteSetting.OfWriter(options).Select(setting => setting.ToProbe(SettingProbe.Writer)),
        .. SqliteSetting.OfReader(options).Select(setting => setting.ToProbe(SettingProbe.Reader)),
    ];

    public Task<MigrationReport> MigrateAsync(CancellationToken cancellationToken) => WithWriterAsync(connection =>
    {
        var report = SqliteMigrations.Apply(connection, connections.Path, time);
        return report.Applied.Count == 0 && opened is not null ? opened : report;
    });

    public Task<int> GetSchemaVersionAsync(CancellationToken cancellationToken) => ReadAsync(
        connection =>
        {
            SqliteMigrations.CheckOwner(connection, connections.Path);
            return SqliteMigrations.CurrentVersion(connection);
        },
        cancellationToken);

    public Task<IReadOnlyList<TableSize>> GetSizesAsync(CancellationToken cancellationToken) => ReadAsync<IReadOnlyList<TableSize>>(
        connection =>
        {
            var hasPages = connection.Scalar("SELECT 1 FROM pragma_module_list WHERE name = 'dbstat'") is not null;
            var bytes = hasPages
                ? connection.Rows(Bytes, row => (Table: row.GetString(0), Rows: row.GetInt64(1), Indexes: row.GetInt64(2))).ToDictionary(item => item.Table, StringComparer.Ordinal)
                : [];
            return
            [
                .. connection.Rows(TableNames, row => row.GetString(0)).Select(table => new TableSize(
                    table,
                    Convert.ToInt64(connection.Scalar($"SELECT count(*) FROM {Quote(table)}")),
                    hasPages ? bytes.GetValueOrDefault(table).Rows : null,
                    hasPages ? bytes.GetValueOrDefault(table).Indexes : null)),
            ];
        },
        cancellationToken);

    public Task<(long Total, long? Free)> GetSpaceAsync(CancellationToken cancellationToken)
    {
        var total = Suffixes.Select(suffix => new FileInfo(connections.Path + suffix)).Where(file => file.Exists).Sum(file => file.Length);
        return Task.FromResult<(long, long?)>((total, new DriveInfo(Path.GetDirectoryName(connections.Path)!).AvailableFreeSpace));
    }

    /// <summary>Readers that hold an old state would keep the log from being emptied, and the file would grow instead of shrink: so they are waited for first.</summary>
    public Task VacuumAsync(IProgress<string>? progress, CancellationToken cancellationToken) => WithWriterAsync(connection =>
    {
        Checkpoint(connection);
        progress?.Report("all tables");
        SqliteConnectionFactory.Execute(connection, "VACUUM");
        Checkpoint(connection);
        return true;
    });

    public Task AnalyzeAsync(IProgress<string>? progress, CancellationToken cancellationToken) => WithWriterAsync(connection =>
    {
        foreach (var table in connection.Rows(TableNames, row => row.GetString(0)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            progress?.Report(table);
            SqliteConnectionFactory.Execute(connection, $"ANALYZE {Quote(table)}");
        }

        SqliteConnectionFactory.Execute(connection, "PRAGMA optimize");
        return true;
    });

    private void Checkpoint(SqliteConnection connection)
    {
        if (connection.Rows("PRAGMA wal_checkpoint(TRUNCATE)", row => row.GetInt64(0)) is [not 0, ..])
        {
            throw new StorageException($"'{connections.Path}' is being read or written by others: stop them or try again when they are done.") { IsTransient = true };
        }
    }

    private Task<T> WithWriterAsync<T>(Func<SqliteConnection, T> work)
    {
        using var connection = connections.OpenWriter();
        return Task.FromResult(work(connection));
    }

    private async Task<T> ReadAsync<T>(Func<SqliteConnection, T> read, CancellationToken cancellationToken)
    {
        await using var lease = await readers.AcquireAsync(cancellationToken);
        return read((SqliteConnection)lease.Connection);
    }

    /// <summary>Names come from the file's own schema.</summary>
    private static string Quote(string table) => $"\"{table.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
