namespace Attune.Storage.Migrations;

/// <summary>Version 3: events of any kind, predictions, metric samples, tuning decisions and alerts.</summary>
internal static class Analytics
{
    public static Migration Migration { get; } = new("events, predictions, metrics, decisions and alerts", Sqlite, Postgres);

    // The index by source is made anew with the sizes before the stream: a sum over all sources decodes a column less, which is a quarter of its time.
    private const string Sqlite = """
        DROP INDEX flows_by_source;
        CREATE INDEX flows_by_source ON flows (source_ip, id, bytes_transferred, stream);

        CREATE TABLE events (
            id BLOB NOT NULL PRIMARY KEY,
            stream TEXT NOT NULL,
            timestamp INTEGER NOT NULL,
            type TEXT NOT NULL,
            user_id TEXT,
            payload TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX events_by_type ON events (type, id, stream);
        CREATE INDEX events_by_user ON events (user_id, id, type, stream) WHERE user_id IS NOT NULL;

        CREATE TABLE predictions (
            id BLOB NOT NULL PRIMARY KEY,
            timestamp INTEGER NOT NULL,
            user_id TEXT,
            text TEXT NOT NULL,
            emotion TEXT NOT NULL,
            confidence REAL NOT NULL,
            processing_ms REAL NOT NULL,
            model TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX predictions_by_emotion ON predictions (emotion, id, confidence, processing_ms);
        CREATE INDEX predictions_by_model ON predictions (model, id);
        CREATE INDEX predictions_by_user ON predictions (user_id, id) WHERE user_id IS NOT NULL;
        CREATE INDEX predictions_confident ON predictions (id, confidence) WHERE confidence > 0.8;

        CREATE TABLE metric_samples (
            name TEXT NOT NULL,
            tags TEXT NOT NULL,
            timestamp INTEGER NOT NULL,
            value REAL NOT NULL,
            PRIMARY KEY (name, tags, timestamp)
        ) WITHOUT ROWID;
        CREATE INDEX metric_samples_by_time ON metric_samples (name, timestamp, tags, value);

        CREATE TABLE tuning_decisions (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            time INTEGER NOT NULL,
            tunable TEXT NOT NULL,
            from_value REAL NOT NULL,
            to_value REAL NOT NULL,
            changed_by TEXT NOT NULL,
            reason TEXT NOT NULL,
            outcome TEXT NOT NULL CHECK (outcome IN ('pending', 'kept', 'rolled_back')),
            score REAL,
            outcome_at INTEGER
        );
        CREATE INDEX tuning_decisions_by_tunable ON tuning_decisions (tunable, time, seq);
        CREATE INDEX tuning_decisions_by_time ON tuning_decisions (time, seq);
        CREATE INDEX tuning_decisions_pending ON tuning_decisions (time, seq) WHERE outcome = 'pending';

        CREATE TABLE alerts (
            id BLOB NOT NULL PRIMARY KEY,
            rule TEXT NOT NULL,
            severity TEXT NOT NULL CHECK (severity IN ('info', 'warning', 'critical')),
            state TEXT NOT NULL CHECK (state IN ('firing', 'resolved')),
            message TEXT NOT NULL,
            value REAL NOT NULL,
            threshold REAL NOT NULL,
            labels TEXT NOT NULL,
            started_at INTEGER NOT NULL,
            resolved_at INTEGER,
            acknowledged_at INTEGER,
            acknowledged_by TEXT
        ) WITHOUT ROWID;
        CREATE INDEX alerts_by_rule ON alerts (rule, id);
        CREATE INDEX alerts_by_severity ON alerts (severity, id);
        CREATE INDEX alerts_firing ON alerts (id, severity, rule) WHERE state = 'firing';
        """;

    private const string Postgres = """
        CREATE TABLE events (
            id bytea NOT NULL PRIMARY KEY,
            stream text COLLATE "C" NOT NULL,
            timestamp bigint NOT NULL,
            type text COLLATE "C" NOT NULL,
            user_id text COLLATE "C",
            payload text COLLATE "C" NOT NULL
        );
        CREATE INDEX events_by_type ON events (type, id) INCLUDE (stream);
        CREATE INDEX events_by_user ON events (user_id, id) INCLUDE (type, stream) WHERE user_id IS NOT NULL;

        CREATE TABLE predictions (
            id bytea NOT NULL PRIMARY KEY,
            timestamp bigint NOT NULL,
            user_id text COLLATE "C",
            text text COLLATE "C" NOT NULL,
            emotion text COLLATE "C" NOT NULL,
            confidence double precision NOT NULL,
            processing_ms double precision NOT NULL,
            model text COLLATE "C" NOT NULL
        );
        CREATE INDEX predictions_by_emotion ON predictions (emotion, id) INCLUDE (confidence, processing_ms);
        CREATE INDEX predictions_by_model ON predictions (model, id);
        CREATE INDEX predictions_by_user ON predictions (user_id, id) WHERE user_id IS NOT NULL;
        CREATE INDEX predictions_confident ON predictions (id, confidence) WHERE confidence > 0.8;

        CREATE TABLE metric_samples (
            name text COLLATE "C" NOT NULL,
            tags text COLLATE "C" NOT NULL,
            timestamp bigint NOT NULL,
            value double precision NOT NULL,
            PRIMARY KEY (name, tags, timestamp)
        );
        CREATE INDEX metric_samples_by_time ON metric_samples (name, timestamp) INCLUDE (tags, value);

        CREATE TABLE tuning_decisions (
            seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            time bigint NOT NULL,
            tunable text COLLATE "C" NOT NULL,
            from_value double precision NOT NULL,
            to_value double precision NOT NULL,
            changed_by text COLLATE "C" NOT NULL,
            reason text COLLATE "C" NOT NULL,
            outcome text COLLATE "C" NOT NULL CHECK (outcome IN ('pending', 'kept', 'rolled_back')),
            score double precision,
            outcome_at bigint
        );
        CREATE INDEX tuning_decisions_by_tunable ON tuning_decisions (tunable, time, seq);
        CREATE INDEX tuning_decisions_by_time ON tuning_decisions (time, seq);
        CREATE INDEX tuning_decisions_pending ON tuning_decisions (time, seq) WHERE outcome = 'pending';

        CREATE TABLE alerts (
            id bytea NOT NULL PRIMARY KEY,
            rule text COLLATE "C" NOT NULL,
            severity text COLLATE "C" NOT NULL CHECK (severity IN ('info', 'warning', 'critical')),
            state text COLLATE "C" NOT NULL CHECK (state IN ('firing', 'resolved')),
            message text COLLATE "C" NOT NULL,
            value double precision NOT NULL,
            threshold double precision NOT NULL,
            labels text COLLATE "C" NOT NULL,
            started_at bigint NOT NULL,
            resolved_at bigint,
            acknowledged_at bigint,
            acknowledged_by text COLLATE "C"
        );
        CREATE INDEX alerts_by_rule ON alerts (rule, id);
        CREATE INDEX alerts_by_severity ON alerts (severity, id);
        CREATE INDEX alerts_firing ON alerts (id, severity, rule) WHERE state = 'firing';
        """;
}
