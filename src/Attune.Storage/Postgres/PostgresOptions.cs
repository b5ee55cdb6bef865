using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Attune.Configuration;
using Npgsql;

namespace Attune.Storage.Postgres;

/// <summary>Settings of the PostgreSQL engine (section <c>postgres</c>); used when <see cref="StorageOptions.Engine"/> is <see cref="StorageEngine.Postgres"/>.</summary>
/// <remarks>
/// A commit is always durable on the server's disk before it is acknowledged, whatever <see cref="StorageOptions.Synchronous"/> says: a session whose
/// server default is <c>synchronous_commit=off</c> turns it on. Connect to the server itself or through a pooler in session mode; a writer keeps temporary tables.
/// </remarks>
public sealed class PostgresOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "postgres";

    /// <summary>Npgsql connection string of the primary, for example <c>Host=db;Database=attune;Username=attune;Password=…</c>. Required for the engine.</summary>
    [Secret]
    [Description("Npgsql connection string of the primary, for example Host=db;Database=attune;Username=attune;Password=...; required when storage.engine is postgres.")]
    public string ConnectionString { get; set; } = "";

    /// <summary>Connection string of a replica that queries run on; empty: they run on the primary. While the replica is away, queries fail with a transient error.</summary>
    [Secret]
    [Description("Connection string of a replica that queries run on; empty: they run on the primary.")]
    public string ReadConnectionString { get; set; } = "";

    /// <summary>Name that the sessions show in <c>pg_stat_activity</c>. Default <c>attune</c>, 1 to 63 characters.</summary>
    [Required]
    [StringLength(63, MinimumLength = 1)]
    [Description("Name that the sessions show in pg_stat_activity.")]
    public string ApplicationName { get; set; } = "attune";

    /// <summary>Longest time of one statement; the server cancels it then. Default 30 s, 1 s to 1 d.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    [Description("Longest time of one statement; the server cancels it then.")]
    public TimeSpan StatementTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest wait for a lock of another session. Default 10 s, 10 ms to 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    [Description("Longest wait for a lock of another session.")]
    public TimeSpan LockTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Memory in KiB that a sort or hash of a session may take before it spills (<c>work_mem</c>). Default 65,536 (64 MiB), 64 to 16,777,216.</summary>
    [Range(64, 16_777_216)]
    [Description("Memory in KiB that a sort or hash of a session may take before it spills (work_mem).")]
    public int WorkMemKib { get; set; } = 65_536;

    /// <summary>Whether the server compiles long queries. Default false: the room's queries are too short to gain from it.</summary>
    [Description("Whether the server compiles long queries (jit).")]
    public bool Jit { get; set; }

    /// <summary>Silence on a connection after which both ends ask whether the other is there (TCP keepalive). Default 600 s, 1 s to 2 h.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "02:00:00")]
    [Description("Silence on a connection after which both ends ask whether the other is there (TCP keepalive).")]
    public TimeSpan KeepaliveIdle { get; set; } = TimeSpan.FromSeconds(600);

    /// <summary>Time between two such questions. Default 30 s, 1 s to 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    [Description("Time between two such questions.")]
    public TimeSpan KeepaliveInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Unanswered questions after which the server ends the session; for the client's end the operating system's number holds. Default 3, 1 to 100.</summary>
    [Range(1, 100)]
    [Description("Unanswered questions after which the server ends the session.")]
    public int KeepaliveCount { get; set; } = 3;

    /// <summary>Connections that write, each with a thread of its own. Default 2, 1 to 16.</summary>
    [Range(1, 16)]
    [Description("Connections that write, each with a thread of its own.")]
    public int Writers { get; set; } = 2;

    /// <summary>Longest time that making a connection may take. Default 5 s, 1 s to 5 min; whole seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    [Description("Longest time that making a connection may take; whole seconds.")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a write is tried again, from the moment the server went away, before its caller gets a transient error; 0: it gets it at once. Default 30 s, 0 to 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    [Description("How long a write is tried again, from the moment the server went away, before its caller gets an error; 0: at once.")]
    public TimeSpan RetryFor { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether Npgsql understands a connection string and it names a host. Nobody is asked whether there is a server.</summary>
    public static bool IsConnectionString(string text)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(text).Host is { Length: > 0 };
        }
        catch (Exception error) when (error is ArgumentException or FormatException or InvalidOperationException or NotSupportedException)
        {
            return false;
        }
    }
}
