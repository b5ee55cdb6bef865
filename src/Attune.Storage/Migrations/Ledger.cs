namespace Attune.Storage.Migrations;

/// <summary>Version 1: flows, text events, windows and dead letters.</summary>
internal static class Ledger
{
    public static Migration Migration { get; } = new("ledger, texts, windows and dead letters", Sqlite, Postgres);

    private const string Sqlite = """
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
        """;

    private const string Postgres = """
        CREATE TABLE flows (
            id bytea NOT NULL PRIMARY KEY,
            stream text COLLATE "C" NOT NULL,
            timestamp bigint NOT NULL,
            source_ip text COLLATE "C" NOT NULL,
            destination text COLLATE "C" NOT NULL,
            bytes_transferred bigint NOT NULL CHECK (bytes_transferred >= 0),
            protocol text COLLATE "C" NOT NULL,
            message_id text COLLATE "C"
        );
        CREATE INDEX flows_by_source ON flows (source_ip, id) INCLUDE (bytes_transferred, stream);

        CREATE TABLE text_events (
            rowid bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            id bytea NOT NULL UNIQUE,
            stream text COLLATE "C" NOT NULL,
            timestamp bigint NOT NULL,
            sender_domain text COLLATE "C" NOT NULL,
            subject text COLLATE "C" NOT NULL,
            body text COLLATE "C" NOT NULL,
            label text COLLATE "C",
            message_id text COLLATE "C"
        );

        CREATE TABLE windows (
            stream text COLLATE "C" NOT NULL,
            start bigint NOT NULL,
            "end" bigint NOT NULL,
            flows bigint NOT NULL,
            bytes double precision NOT NULL,
            mean double precision NOT NULL,
            min double precision NOT NULL,
            max double precision NOT NULL,
            standard_deviation double precision NOT NULL,
            distinct_sources bigint NOT NULL,
            messages bigint NOT NULL,
            spam bigint NOT NULL,
            PRIMARY KEY (start, stream)
        );

        CREATE TABLE window_aggregates (
            stream text COLLATE "C" NOT NULL,
            start bigint NOT NULL,
            dimension text COLLATE "C" NOT NULL,
            key text COLLATE "C" NOT NULL,
            flows bigint NOT NULL,
            bytes double precision NOT NULL,
            mean double precision NOT NULL,
            min double precision NOT NULL,
            max double precision NOT NULL,
            standard_deviation double precision NOT NULL,
            PRIMARY KEY (start, stream, dimension, key)
        );

        CREATE TABLE dead_letters (
            seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            id bytea NOT NULL UNIQUE,
            stream text COLLATE "C" NOT NULL,
            origin text COLLATE "C" NOT NULL,
            position text COLLATE "C" NOT NULL,
            reason text COLLATE "C" NOT NULL,
            detail text COLLATE "C" NOT NULL,
            content text COLLATE "C" NOT NULL,
            recorded_at bigint NOT NULL
        );
        CREATE INDEX dead_letters_by_reason ON dead_letters (reason, stream);

        CREATE TABLE health_checks (
            id bigint PRIMARY KEY CHECK (id = 1),
            checked_at bigint NOT NULL
        );

        CREATE TABLE streams (
            name text COLLATE "C" NOT NULL PRIMARY KEY,
            watermark bigint NOT NULL
        );

        CREATE TABLE writers (
            id uuid NOT NULL PRIMARY KEY,
            batch bigint NOT NULL,
            seen_at bigint NOT NULL
        ) WITH (fillfactor = 50);
        """;
}
