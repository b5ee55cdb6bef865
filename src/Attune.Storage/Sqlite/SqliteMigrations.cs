using Microsoft.Data.Sqlite;

namespace Attune.Storage.Sqlite;

/// <summary>The schema's history: each entry is applied once, in order, under the write lock. Entries are never changed after release.</summary>
internal static class SqliteMigrations
{
    /// <summary>Marks the file as Attune's: "Attu" in ASCII.</summary>
    private const int ApplicationId = 0x41747475;

    private static readonly (string Name, string Sql)[] All =
    [
        ("ledger, texts, windows and dead letters", """
            CREATE TABLE flows (
                id BLOB NOT NULL PRIMARY KEY,
                stream TEXT NOT NULL,
                timestamp INTEGER NOT NULL,
                source_ip TEXT NOT NULL,
                destination TEXT NOT NULL,
                bytes_transferred INTEGER NOT NULL CHECK (bytes_transferred >= 0),
                protocol TEXT NOT NULL,
                message_id TEXT
            ) WITHOUT ROWID;
            CREATE INDEX flows_by_source ON flows (source_ip, id, stream, bytes_transferred);

            CREATE TABLE text_events (
                rowid INTEGER PRIMARY KEY,
                id BLOB NOT NULL UNIQUE,
                stream TEXT NOT NULL,
                timestamp INTEGER NOT NULL,
                sender_domain TEXT NOT NULL,
                subject TEXT NOT NULL,
                body TEXT NOT NULL,
                label TEXT,
                message_id TEXT
            );

            CREATE TABLE windows (
                stream TEXT NOT NULL,
                start INTEGER NOT NULL,
                end INTEGER NOT NULL,
                flows INTEGER NOT NULL,
                bytes REAL NOT NULL,
                mean REAL NOT NULL,
                min REAL NOT NULL,
                max REAL NOT NULL,
                standard_deviation REAL NOT NULL,
                distinct_sources INTEGER NOT NULL,
                messages INTEGER NOT NULL,
                spam INTEGER NOT NULL,
                PRIMARY KEY (start, stream)
            ) WITHOUT ROWID;

            CREATE TABLE window_aggregates (
                stream TEXT NOT NULL,
                start INTEGER NOT NULL,
                dimension TEXT NOT NULL,
                key TEXT NOT NULL,
                flows INTEGER NOT NULL,
                bytes REAL NOT NULL,
                mean REAL NOT NULL,
                min REAL NOT NULL,
                max REAL NOT NULL,
                standard_deviation REAL NOT NULL,
                PRIMARY KEY (start, stream, dimension, key)
            ) WITHOUT ROWID;

            CREATE TABLE dead_letters (
                seq INTEGER PRIMARY KEY,
                id BLOB NOT NULL UNIQUE,
                stream TEXT NOT NULL,
                origin TEXT NOT NULL,
                position TEXT NOT NULL,
                reason TEXT NOT NULL,
                detail TEXT NOT NULL,
                content TEXT NOT NULL,
                recorded_at INTEGER NOT NULL
            );
            CREATE INDEX dead_letters_by_reason ON dead_letters (reason, stream);

            CREATE TABLE health_checks (
                id INTEGER PRIMARY KEY CHECK (id = 1),
                checked_at INTEGER NOT NULL
            );

            CREATE TABLE streams (
                name TEXT NOT NULL PRIMARY KEY,
                watermark INTEGER NOT NULL
            ) WITHOUT ROWID;
            """),
        ("benchmark history", """
            CREATE TABLE benchmark_machines (
                id TEXT NOT NULL PRIMARY KEY,
                cpu TEXT NOT NULL,
                cores INTEGER NOT NULL,
                memory_bytes INTEGER NOT NULL,
                operating_system TEXT NOT NULL,
                runtime TEXT NOT NULL
            ) WITHOUT ROWID;

            CREATE TABLE benchmark_runs (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                started_at INTEGER NOT NULL,
                finished_at INTEGER,
                machine_id TEXT NOT NULL REFERENCES benchmark_machines (id),
                commit_hash TEXT,
                branch TEXT,
                is_dirty INTEGER NOT NULL,
                version TEXT NOT NULL,
                noise REAL,
                label TEXT
            );

            CREATE TABLE benchmark_measurements (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                run_id INTEGER NOT NULL REFERENCES benchmark_runs (id),
                suite TEXT NOT NULL,
                name TEXT NOT NULL,
                description TEXT NOT NULL,
                outcome TEXT NOT NULL,
                error TEXT,
                unit TEXT NOT NULL,
                lower_is_better INTEGER NOT NULL,
                value REAL,
                deviation REAL,
                execution_seconds REAL NOT NULL,
                memory_mb REAL NOT NULL,
                target REAL,
                target_source TEXT,
                peer TEXT,
                peer_value REAL,
                peer_unavailable TEXT,
                quality TEXT NOT NULL,
                notes TEXT NOT NULL,
                parameters TEXT NOT NULL,
                started_at INTEGER NOT NULL,
                duration_seconds REAL NOT NULL
            );
            CREATE INDEX benchmark_measurements_by_name ON benchmark_measurements (name, suite, id);
            CREATE INDEX benchmark_measurements_by_run ON benchmark_measurements (run_id);

            CREATE TABLE benchmark_samples (
                measurement_id INTEGER NOT NULL REFERENCES benchmark_measurements (id),
                ordinal INTEGER NOT NULL,
                kind TEXT NOT NULL,
                value REAL NOT NULL,
                seconds REAL NOT NULL,
                operations INTEGER NOT NULL,
                allocated_bytes INTEGER NOT NULL,
                cpu_seconds REAL NOT NULL,
                working_set_bytes INTEGER NOT NULL,
                is_outlier INTEGER NOT NULL,
                PRIMARY KEY (measurement_id, ordinal)
            ) WITHOUT ROWID;

            CREATE TABLE benchmark_baselines (
                name TEXT NOT NULL PRIMARY KEY,
                run_id INTEGER NOT NULL REFERENCES benchmark_runs (id),
                set_at INTEGER NOT NULL
            ) WITHOUT ROWID;

            CREATE VIEW benchmark_results AS
            SELECT id, name AS benchmark_name, execution_seconds AS execution_time, memory_mb AS memory_usage,
                outcome = 'succeeded' AS success, error AS error_message,
                json_object('suite', suite, 'run', run_id, 'value', value, 'unit', unit, 'parameters', json(parameters), 'quality', json(quality)) AS metadata,
                strftime('%Y-%m-%dT%H:%M:%fZ', started_at / 1000.0, 'unixepoch') AS timestamp
            FROM benchmark_measurements;
            """),
    ];

    public static int LatestVersion => All.Length;

    /// <summary>Refuses a database of another program, before anything in it is changed.</summary>
    public static void CheckOwner(SqliteConnection connection, string path)
    {
        if (Pragma(connection, "application_id") != ApplicationId && Pragma(connection, "schema_version") != 0)
        {
            throw new StorageException($"'{path}' is an SQLite database, but not one of Attune's: name another file with --set storage.path=FILE.");
        }
    }

    /// <summary>Brings the database to <see cref="LatestVersion"/>. Two processes that start at once wait for each other.</summary>
    public static void Apply(SqliteConnection connection, string path, TimeProvider time)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        SqliteConnectionFactory.Execute(connection, $"PRAGMA application_id = {ApplicationId}");
        SqliteConnectionFactory.Execute(connection, """
            CREATE TABLE IF NOT EXISTS schema_migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at INTEGER NOT NULL);
            """);
        var version = CurrentVersion(connection);
        if (version > LatestVersion)
        {
            throw new StorageException(
                $"'{path}' was written by a newer Attune (schema {version}, this one knows {LatestVersion}): use that version or another file.");
        }

        for (var next = version; next < LatestVersion; next++)
        {
            SqliteConnectionFactory.Execute(connection, All[next].Sql);
            using var record = connection.CreateCommand();
            record.CommandText = "INSERT INTO schema_migrations (version, name, applied_at) VALUES ($version, $name, $time)";
            record.Parameters.AddWithValue("$version", next + 1);
            record.Parameters.AddWithValue("$name", All[next].Name);
            record.Parameters.AddWithValue("$time", UnixTime.FromDateTime(time.GetUtcNow().UtcDateTime));
            record.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    private static long Pragma(SqliteConnection connection, string name)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA {name}";
        return Convert.ToInt64(command.ExecuteScalar());
    }

    private static int CurrentVersion(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT coalesce(max(version), 0) FROM schema_migrations";
        return Convert.ToInt32(command.ExecuteScalar());
    }
}
