using System.Data;
using Attune.Storage.Maintenance;
using Attune.Storage.Migrations;
using Attune.Storage.Sql;
using Npgsql;

namespace Attune.Storage.Postgres;

/// <summary>Applies the schema's history to a database, in one transaction under an advisory lock.</summary>
internal static class PostgresMigrations
{
    /// <summary>Comment on the table <c>schema_migrations</c> that says whose it is.</summary>
    private const string Mark = "Attune: history of the schema";

    /// <summary>Key of the lock under which processes migrate one after another: "Attune" in ASCII.</summary>
    private const long LockKey = 0x417474756E65;

    private const int OldestMajor = 13;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan StaleWriter = TimeSpan.FromDays(7);

    /// <summary>Brings the database to <see cref="SchemaHistory.LatestVersion"/> and forgets writers that have been gone for a week.</summary>
    /// <exception cref="StorageException">The server is too old, the database is newer than this program, holds tables of another program, or may not be changed.</exception>
    public static async Task<MigrationReport> ApplyAsync(NpgsqlConnection connection, PostgresAddress at, TimeProvider time, CancellationToken cancellationToken)
    {
        if (connection.PostgreSqlVersion.Major < OldestMajor)
        {
            throw new StorageException($"PostgreSQL at {at} has version {connection.PostgreSqlVersion}: {OldestMajor} or newer is needed.");
        }

        var report = await GetVersionAsync(connection, at, cancellationToken) is { } version && version == SchemaHistory.LatestVersion
            ? new MigrationReport(version, version, [])
            : await MigrateAsync(connection, at, time, cancellationToken);
        var stale = UnixTime.FromDateTime(time.GetUtcNow().UtcDateTime - StaleWriter);
        await ExecuteAsync(connection, "DELETE FROM writers WHERE seen_at < @stale", cancellationToken, ("stale", stale));
        return report;
    }

    /// <summary>Refuses a database that this program cannot read as it is.</summary>
    public static async Task CheckUsableAsync(NpgsqlConnection connection, PostgresAddress at, CancellationToken cancellationToken)
    {
        var version = await GetVersionAsync(connection, at, cancellationToken) ?? 0;
        CheckNotNewer(version, at);
        if (version < SchemaHistory.LatestVersion)
        {
            throw new StorageException(version == 0
                ? $"The database of PostgreSQL at {at} holds no tables of Attune yet: make them with 'attune storage migrate', or start the server."
                : $"The database of PostgreSQL at {at} has schema {version} of an older Attune, this one needs {SchemaHistory.LatestVersion}: bring it up to date with 'attune storage migrate'.");
        }
    }

    /// <summary>The version of the schema; null when there is none.</summary>
    /// <exception cref="StorageException">The schema is not Attune's.</exception>
    public static async Task<int?> GetVersionAsync(NpgsqlConnection connection, PostgresAddress at, CancellationToken cancellationToken)
    {
        if (!await CheckOwnerAsync(connection, at, cancellationToken))
        {
            return null;
        }

        await using var command = SqlCommands.Create(connection, "SELECT coalesce(max(version), 0) FROM schema_migrations");
        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static void CheckNotNewer(int version, PostgresAddress at)
    {
        if (version > SchemaHistory.LatestVersion)
        {
            throw new StorageException(
                $"The database of PostgreSQL at {at} was written by a newer Attune (schema {version}, this one knows {SchemaHistory.LatestVersion}): use that version or another database.");
        }
    }

    private static async Task<MigrationReport> MigrateAsync(NpgsqlConnection connection, PostgresAddress at, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
            var patience = (long)Patience.TotalMilliseconds;
            await ExecuteAsync(connection, FormattableString.Invariant($"SET LOCAL statement_timeout = {patience}; SET LOCAL lock_timeout = {patience}"), cancellationToken);
            await ExecuteAsync(connection, "SELECT pg_advisory_xact_lock(@key)", cancellationToken, ("key", LockKey));
            if (await GetVersionAsync(connection, at, cancellationToken) is not { } version)
            {
                await ExecuteAsync(
                    connection,
                    $"""
                    CREATE TABLE schema_migrations (version integer PRIMARY KEY, name text COLLATE "C" NOT NULL, applied_at bigint NOT NULL);
                    COMMENT ON TABLE schema_migrations IS '{Mark}';
                    """,
                    cancellationToken);
                version = 0;
            }

            CheckNotNewer(version, at);
            var applied = new List<string>();
            foreach (var (index, migration) in SchemaHistory.All.Index().Skip(version))
            {
                await ExecuteAsync(connection, migration.Postgres, cancellationToken);
                await ExecuteAsync(
                    connection, "INSERT INTO schema_migrations (version, name, applied_at) VALUES (@version, @name, @at)", cancellationToken,
                    ("version", index + 1), ("name", migration.Name), ("at", UnixTime.FromDateTime(time.GetUtcNow().UtcDateTime)));
                applied.Add(migration.Name);
            }

            await transaction.CommitAsync(cancellationToken);
            return new MigrationReport(version, SchemaHistory.LatestVersion, applied);
        }
        catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.DuplicateTable or PostgresErrorCodes.DuplicateObject)
        {
            throw Foreign(at, error.MessageText, error);
        }
    }

    /// <summary>Whether the schema is there, in the first schema of the search path, where tables would be made.</summary>
    private static async Task<bool> CheckOwnerAsync(NpgsqlConnection connection, PostgresAddress at, CancellationToken cancellationToken)
    {
        await using var command = SqlCommands.Create(connection, """
            SELECT current_schema()::text, current_setting('server_encoding'), (
                SELECT coalesce(obj_description(c.oid, 'pg_class'), '')
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = current_schema() AND c.relname = 'schema_migrations'), (
                SELECT min(c.relname)::text
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = current_schema() AND c.relname = ANY(@tables)),
                has_schema_privilege(current_schema()::text, 'CREATE')
            """, ("tables", SchemaHistory.Tables.ToArray()));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        if (reader.IsDBNull(0))
        {
            throw new StorageException($"PostgreSQL at {at} has no schema for the role '{at.User}': CREATE SCHEMA one that its search_path names.");
        }

        if (reader.GetString(1) is not "UTF8" and var encoding)
        {
            throw new StorageException($"The database of PostgreSQL at {at} is encoded in {encoding}: make one with ENCODING 'UTF8'.");
        }

        if (!reader.IsDBNull(2))
        {
            return reader.GetString(2) == Mark ? true : throw Foreign(at, "its table \"schema_migrations\" is not Attune's");
        }

        if (reader.TextOrNull(3) is { } taken)
        {
            throw Foreign(at, $"its table \"{taken}\" has a name that Attune needs");
        }

        return reader.GetBoolean(4) ? false : throw new StorageException(
            $"PostgreSQL at {at} does not let the role '{at.User}' make tables: GRANT CREATE ON SCHEMA {reader.GetString(0)} to it, or name a role that owns the database in postgres.connection_string.");
    }

    private static StorageException Foreign(PostgresAddress at, string why, Exception? inner = null) => new(
        $"The database of PostgreSQL at {at} holds tables of another program ({why}) and was left as it is: name another database in postgres.connection_string, or a search_path with an empty schema.",
        inner);

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params (string, object?)[] values)
    {
        await using var command = SqlCommands.Create(connection, sql, values);
        command.CommandTimeout = (int)Patience.TotalSeconds;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
