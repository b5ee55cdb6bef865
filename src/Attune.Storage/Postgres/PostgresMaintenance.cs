using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Attune.Storage.Maintenance;
using Attune.Storage.Migrations;
using Attune.Storage.Pool;
using Attune.Storage.Sql;
using Npgsql;

namespace Attune.Storage.Postgres;

/// <summary>Upkeep of a database: sizes are read where queries run, everything else is done on a connection of its own to the primary.</summary>
internal sealed class PostgresMaintenance(PostgresConnections connections, ConnectionPool readers, Func<CancellationToken, Task<MigrationReport>> migrate) : IEngineMaintenance
{
    /// <summary>Tables up to this size are counted; of larger ones the planner's estimate is taken.</summary>
    private const long LargestCountedBytes = 256L << 20;

    private const string Tables = """
        SELECT c.relname::text, quote_ident(c.relname), has_table_privilege(c.oid, 'SELECT'), pg_total_relation_size(c.oid) - pg_indexes_size(c.oid), pg_indexes_size(c.oid)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = current_schema() AND c.relkind = 'r' AND c.relname = ANY(@tables) ORDER BY c.relname COLLATE "C"
        """;

    /// <summary>Tables of others in the same schema are none of our business.</summary>
    private static readonly (string, object?) Own = ("tables", SchemaHistory.Tables.ToArray());

    public string Address => connections.Primary.Name == connections.Replica.Name ? connections.Primary.Name : $"{connections.Primary} (queries: {connections.Replica})";

    public IReadOnlyList<SettingProbe> Settings { get; } =
    [
        .. connections.Settings(readOnly: false).Select(setting => Probe(SettingProbe.Writer, setting)),
        Probe(SettingProbe.Writer, ("synchronous_commit", "on")),
        .. connections.Settings(readOnly: true).Select(setting => Probe(SettingProbe.Reader, setting)),
    ];

    public Task<MigrationReport> MigrateAsync(CancellationToken cancellationToken) => migrate(cancellationToken);

    public async Task<int> GetSchemaVersionAsync(CancellationToken cancellationToken)
    {
        await using var lease = await readers.AcquireAsync(cancellationToken);
        return await PostgresMigrations.GetVersionAsync((NpgsqlConnection)lease.Connection, connections.Replica, cancellationToken) ?? 0;
    }

    public async Task<IReadOnlyList<TableSize>> GetSizesAsync(CancellationToken cancellationToken)
    {
        await using var lease = await readers.AcquireAsync(cancellationToken);
        var tables = lease.Connection.Rows(Tables, row => (Name: row.GetString(0), Quoted: row.GetString(1), MayRead: row.GetBoolean(2), Bytes: row.GetInt64(3), Indexes: row.GetInt64(4)), Own);
        return [.. tables.Select(table => new TableSize(table.Name, table.MayRead ? CountRows(lease.Connection, table.Quoted, table.Bytes) : 0, table.Bytes, table.Indexes))];
    }

    public async Task<(long Total, long? Free)> GetSpaceAsync(CancellationToken cancellationToken)
    {
        await using var lease = await readers.AcquireAsync(cancellationToken);
        return ((long)lease.Connection.Scalar("SELECT pg_database_size(current_database())")!, null);
    }

    public Task VacuumAsync(IProgress<string>? progress, CancellationToken cancellationToken) => ForEachTableAsync("VACUUM (ANALYZE)", progress, cancellationToken);

    public Task AnalyzeAsync(IProgress<string>? progress, CancellationToken cancellationToken) => ForEachTableAsync("ANALYZE", progress, cancellationToken);

    /// <summary>The planner knows a table's present size, so its estimate holds also for rows that came after the last ANALYZE; <c>pg_class.reltuples</c> does not.</summary>
    private static long CountRows(DbConnection connection, string quoted, long bytes)
    {
        if (bytes <= LargestCountedBytes)
        {
            return (long)connection.Scalar($"SELECT count(*) FROM {quoted}")!;
        }

        using var plan = JsonDocument.Parse((string)connection.Scalar($"EXPLAIN (FORMAT JSON) SELECT 1 FROM {quoted}")!);
        return (long)plan.RootElement[0].GetProperty("Plan").GetProperty("Plan Rows").GetDouble();
    }

    private static SettingProbe Probe(string connection, (string Name, string Value) setting) => new(
        connection, setting.Name, setting.Value, $"SELECT setting FROM pg_settings WHERE name = '{setting.Name}'", value => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");

    private async Task ForEachTableAsync(string what, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        await using var connection = await connections.OpenWriterAsync(cancellationToken);

        // It takes as long as it takes; other sessions go on meanwhile.
        connection.Execute("SET statement_timeout = 0");
        foreach (var (name, quoted) in connection.Rows(Tables, row => (row.GetString(0), row.GetString(1)), Own))
        {
            progress?.Report(name);
            await using var command = SqlCommands.Create(connection, $"{what} {quoted}");
            command.CommandTimeout = 0;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
