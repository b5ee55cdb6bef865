using System.Globalization;
using Npgsql;

namespace Attune.Storage.Postgres;

/// <summary>Makes connections with the settings of <see cref="PostgresOptions"/>. Opens none by itself; Npgsql's own pool is not used.</summary>
internal sealed class PostgresConnections : IAsyncDisposable
{
    /// <summary>How much longer than the server's limit the client waits for an answer, in seconds: the server is to end a statement first.</summary>
    private const int PatienceSeconds = 5;

    private const int MaxPreparedStatements = 50;

    private readonly PostgresOptions _options;
    private readonly NpgsqlDataSource _writing;
    private readonly NpgsqlDataSource _reading;

    /// <exception cref="StorageException">A connection string is missing or cannot be understood.</exception>
    public PostgresConnections(PostgresOptions options)
    {
        _options = options;
        if (string.IsNullOrWhiteSpace(options.ConnectionString))
        {
            throw new StorageException(
                $"{PostgresOptions.Section}.connection_string is required when storage.engine is postgres: set ATTUNE__POSTGRES__CONNECTION_STRING.");
        }

        (_writing, Primary) = Build(options.ConnectionString, "connection_string", readOnly: false);
        (_reading, Replica) = string.IsNullOrWhiteSpace(options.ReadConnectionString)
            ? Build(options.ConnectionString, "connection_string", readOnly: true)
            : Build(options.ReadConnectionString, "read_connection_string", readOnly: true);
    }

    /// <summary>Where writes go.</summary>
    public PostgresAddress Primary { get; }

    /// <summary>Where queries go; the primary unless a replica is configured.</summary>
    public PostgresAddress Replica { get; }

    /// <summary>Version of the server that was last connected to; null before the first connection.</summary>
    public string? ServerVersion => Volatile.Read(ref _serverVersion);

    private string? _serverVersion;

    /// <summary>A closed connection that may write.</summary>
    public NpgsqlConnection CreateWriter() => _writing.CreateConnection();

    /// <summary>An open connection that may write.</summary>
    public async ValueTask<NpgsqlConnection> OpenWriterAsync(CancellationToken cancellationToken) => Note(await _writing.OpenConnectionAsync(cancellationToken));

    /// <summary>An open connection that can only read.</summary>
    public async ValueTask<NpgsqlConnection> OpenReaderAsync(CancellationToken cancellationToken) => Note(await _reading.OpenConnectionAsync(cancellationToken));

    public async ValueTask DisposeAsync()
    {
        await _writing.DisposeAsync();
        await _reading.DisposeAsync();
    }

    private (NpgsqlDataSource Source, PostgresAddress Address) Build(string connectionString, string option, bool readOnly)
    {
        try
        {
            var builder = new NpgsqlDataSourceBuilder(connectionString);
            Configure(builder.ConnectionStringBuilder, readOnly);
            return (builder.Build(), PostgresAddress.Of(builder.ConnectionStringBuilder));
        }
        catch (Exception error) when (error is ArgumentException or FormatException or InvalidOperationException or NotSupportedException)
        {
            // The error itself is left out: it may quote a part of the password.
            throw new StorageException(
                $"{PostgresOptions.Section}.{option} is no connection string that Npgsql understands: write it like Host=db;Port=5432;Database=attune;Username=attune;Password=\"...\".");
        }
    }

    private void Configure(NpgsqlConnectionStringBuilder to, bool readOnly)
    {
        to.Pooling = false;
        to.Enlist = false;
        to.Multiplexing = false;
        to.IncludeErrorDetail = false;
        to.PersistSecurityInfo = false;
        to.MaxAutoPrepare = MaxPreparedStatements;
        to.AutoPrepareMinUsages = 2;
        to.ApplicationName = _options.ApplicationName;
        to.Timeout = Seconds(_options.ConnectTimeout);
        to.CommandTimeout = Seconds(_options.StatementTimeout) + PatienceSeconds;
        to.TcpKeepAlive = true;
        to.TcpKeepAliveTime = Seconds(_options.KeepaliveIdle);
        to.TcpKeepAliveInterval = Seconds(_options.KeepaliveInterval);
        to.Options = string.Join(' ', new[] { to.Options }.Concat(Settings(readOnly).Select(setting => $"-c {setting.Name}={setting.Value}"))).Trim();
    }

    private NpgsqlConnection Note(NpgsqlConnection connection)
    {
        Volatile.Write(ref _serverVersion, connection.PostgreSqlVersion.ToString());
        return connection;
    }

    /// <summary>What each session asks for; the values are in the units of <c>pg_settings</c>.</summary>
    public IEnumerable<(string Name, string Value)> Settings(bool readOnly)
    {
        yield return ("statement_timeout", Milliseconds(_options.StatementTimeout));
        yield return ("lock_timeout", Milliseconds(_options.LockTimeout));
        yield return ("work_mem", _options.WorkMemKib.ToString(CultureInfo.InvariantCulture));
        yield return ("jit", _options.Jit ? "on" : "off");
        yield return ("tcp_keepalives_idle", Seconds(_options.KeepaliveIdle).ToString(CultureInfo.InvariantCulture));
        yield return ("tcp_keepalives_interval", Seconds(_options.KeepaliveInterval).ToString(CultureInfo.InvariantCulture));
        yield return ("tcp_keepalives_count", _options.KeepaliveCount.ToString(CultureInfo.InvariantCulture));

        // What a vanished client left open must not hold its locks until the keepalive notices.
        yield return ("idle_in_transaction_session_timeout", Milliseconds(_options.StatementTimeout));
        if (readOnly)
        {
            yield return ("default_transaction_read_only", "on");
        }
    }

    private static int Seconds(TimeSpan span) => (int)Math.Ceiling(span.TotalSeconds);

    private static string Milliseconds(TimeSpan span) => ((long)span.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
}
