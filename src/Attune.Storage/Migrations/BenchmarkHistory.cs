namespace Attune.Storage.Migrations;

/// <summary>Version 2: runs, measurements and samples of benchmarks.</summary>
internal static class BenchmarkHistory
{
    public static Migration Migration { get; } = new("benchmark history", Sqlite, Postgres);

    private const string Sqlite = """
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
        """;

    private const string Postgres = """
        CREATE TABLE benchmark_machines (
            id text COLLATE "C" NOT NULL PRIMARY KEY,
            cpu text COLLATE "C" NOT NULL,
            cores integer NOT NULL,
            memory_bytes bigint NOT NULL,
            operating_system text COLLATE "C" NOT NULL,
            runtime text COLLATE "C" NOT NULL
        );

        CREATE TABLE benchmark_runs (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            started_at bigint NOT NULL,
            finished_at bigint,
            machine_id text COLLATE "C" NOT NULL REFERENCES benchmark_machines (id),
            commit_hash text COLLATE "C",
            branch text COLLATE "C",
            is_dirty boolean NOT NULL,
            version text COLLATE "C" NOT NULL,
            noise double precision,
            label text COLLATE "C"
        );

        CREATE TABLE benchmark_measurements (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            run_id bigint NOT NULL REFERENCES benchmark_runs (id),
            suite text COLLATE "C" NOT NULL,
            name text COLLATE "C" NOT NULL,
            description text COLLATE "C" NOT NULL,
            outcome text COLLATE "C" NOT NULL,
            error text COLLATE "C",
            unit text COLLATE "C" NOT NULL,
            lower_is_better boolean NOT NULL,
            value double precision,
            deviation double precision,
            execution_seconds double precision NOT NULL,
            memory_mb double precision NOT NULL,
            target double precision,
            target_source text COLLATE "C",
            peer text COLLATE "C",
            peer_value double precision,
            peer_unavailable text COLLATE "C",
            quality text COLLATE "C" NOT NULL,
            notes text COLLATE "C" NOT NULL,
            parameters text COLLATE "C" NOT NULL,
            started_at bigint NOT NULL,
            duration_seconds double precision NOT NULL
        );
        CREATE INDEX benchmark_measurements_by_name ON benchmark_measurements (name, suite, id);
        CREATE INDEX benchmark_measurements_by_run ON benchmark_measurements (run_id);

        CREATE TABLE benchmark_samples (
            measurement_id bigint NOT NULL REFERENCES benchmark_measurements (id),
            ordinal bigint NOT NULL,
            kind text COLLATE "C" NOT NULL,
            value double precision NOT NULL,
            seconds double precision NOT NULL,
            operations bigint NOT NULL,
            allocated_bytes bigint NOT NULL,
            cpu_seconds double precision NOT NULL,
            working_set_bytes bigint NOT NULL,
            is_outlier boolean NOT NULL,
            PRIMARY KEY (measurement_id, ordinal)
        );

        CREATE TABLE benchmark_baselines (
            name text COLLATE "C" NOT NULL PRIMARY KEY,
            run_id bigint NOT NULL REFERENCES benchmark_runs (id),
            set_at bigint NOT NULL
        );

        CREATE VIEW benchmark_results AS
        SELECT id, name AS benchmark_name, execution_seconds AS execution_time, memory_mb AS memory_usage,
            outcome = 'succeeded' AS success, error AS error_message,
            json_build_object('suite', suite, 'run', run_id, 'value', value, 'unit', unit, 'parameters', parameters::json, 'quality', quality::json) AS metadata,
            to_char(to_timestamp(started_at / 1000.0) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS timestamp
        FROM benchmark_measurements;
        """;
}
