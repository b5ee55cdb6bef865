namespace Attune.Suites.Storage.Postgres;

/// <summary>The server that the environment names, or one for a single benchmark that is gone afterwards, also when the process is killed.</summary>
/// <remarks>A server of our own has PostgreSQL's default settings, <c>fsync</c> on; the peers run on it too.</remarks>
internal sealed class PostgresServer : IAsyncDisposable
{
    /// <summary>Environment variable with the connection string of a user who may create databases.</summary>
    public const string Variable = "ATTUNE_BENCH_POSTGRES";

    /// <summary>The tests' own variable; counts where <see cref="Variable"/> is not set.</summary>
    public const string TestVariable = "ATTUNE_TEST_POSTGRES";

    private bool _removed;

    private PostgresServer(string connectionString, string? folder) => (ConnectionString, Folder) = (connectionString, folder);

    /// <summary>Why there can be no server here; null if there can.</summary>
    public static string? Unavailable => Named is null && PostgresScript.Programs is null
        ? $"there is no PostgreSQL: install it (Debian package postgresql) or name a server in {Variable}"
        : null;

    /// <summary>Connects a user who may create databases.</summary>
    public string ConnectionString { get; }

    /// <summary>Where a server of our own has everything; null if it is another's.</summary>
    public string? Folder { get; }

    private static string? Named => Variables.FirstOrDefault(value => value.Length > 0);

    private static IEnumerable<string> Variables => [Environment.GetEnvironmentVariable(Variable) ?? "", Environment.GetEnvironmentVariable(TestVariable) ?? ""];

    /// <summary>Starts one where none is named.</summary>
    public static async Task<PostgresServer> StartAsync(CancellationToken cancellationToken) =>
        Named is { } named ? new PostgresServer(named, folder: null) : await StartOwnAsync(Environment.ProcessId, cancellationToken);

    /// <summary>Starts one that ends, at the latest, with the process <paramref name="owner"/>.</summary>
    public static async Task<PostgresServer> StartOwnAsync(int owner, CancellationToken cancellationToken)
    {
        // Not in the benchmark's own folder: started by root, the server runs as another user, who may not enter that.
        var folder = Path.Combine("/tmp", $"attune-pg-{Guid.NewGuid():n}");
        Directory.CreateDirectory(folder);
        try
        {
            return new PostgresServer(await PostgresScript.RunAsync(folder, cancellationToken, "start", folder, $"{owner}"), folder);
        }
        catch
        {
            await RemoveAsync(folder);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Folder is { } folder && !_removed)
        {
            _removed = true;
            await RemoveAsync(folder);
        }
    }

    private static async Task RemoveAsync(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        try
        {
            await PostgresScript.RunAsync(folder, CancellationToken.None, "kill", folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
