using Attune.Storage.Postgres;

namespace Attune.Storage.Tests.Postgres;

/// <summary>Messages say what to do, and never the password.</summary>
[Collection(nameof(PrivateServer))]
public sealed class PostgresErrorsTests(PrivateServer shared) : IAsyncLifetime
{
    private const string Secret = "tell-nobody";

    private PostgresOptions _options = null!;

    public async Task InitializeAsync()
    {
        _options = await shared.MakeDatabaseAsync();
        await PrivateServer.ExecuteAsync(_options.ConnectionString, $"DROP ROLE IF EXISTS guest; CREATE ROLE guest LOGIN PASSWORD '{Secret}'");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [SkippableFact]
    public Task WrongPassword_SaysWhereToCorrectIt() => FailsAsync(shared.With(password: Secret), isTransient: false, "check Username and Password", "ATTUNE__POSTGRES__CONNECTION_STRING");

    [SkippableFact]
    public Task NoPassword_IsNotTransient() => FailsAsync(shared.With(user: "guest", password: ""), isTransient: false, "password");

    [SkippableFact]
    public Task UnknownDatabase_SaysHowToMakeIt() => FailsAsync(shared.With(database: "nowhere", password: null), isTransient: false, "CREATE DATABASE");

    [SkippableFact]
    public Task RoleWithoutRights_SaysWhichAndWhatToDo() => FailsAsync(Guest(), isTransient: false, "'guest'", "GRANT CREATE ON SCHEMA public");

    [SkippableFact]
    public Task NobodyListens_IsTransient() => FailsAsync($"Host=127.0.0.1;Port=1;Database=d;Username=u;Password={Secret}", isTransient: true, "127.0.0.1:1/d cannot be reached");

    [SkippableFact]
    public Task HostThatIsNone_IsReported() => FailsAsync($"Host=no-such-host.invalid;Database=d;Username=u;Password={Secret}", isTransient: true, "no-such-host.invalid:5432/d cannot be reached");

    [SkippableFact]
    public async Task TooManyConnections_IsTransientAndSaysWhatToChange()
    {
        await PrivateServer.ExecuteAsync(_options.ConnectionString, "ALTER ROLE guest CONNECTION LIMIT 0");
        await FailsAsync(Guest(), isTransient: true, "max_connections");
    }

    [SkippableFact]
    public async Task ReplicaAway_FailsReadsOnly()
    {
        _options.ReadConnectionString = "Host=127.0.0.1;Port=1;Database=replica;Username=u";
        await using var store = PrivateServer.Open(_options);
        await store.Benchmarks.RemoveBaselineAsync("none");
        var error = await Should.ThrowAsync<StorageException>(() => store.Events.CountRowsAsync());
        (error.IsTransient, error.Message.Contains("127.0.0.1:1/replica", StringComparison.Ordinal)).ShouldBe((true, true));
    }

    [SkippableTheory]
    [InlineData("")]
    [InlineData("postgres://u:tell-nobody@host/d")]
    [InlineData("Host=h;Port=tell-nobody")]
    [InlineData("Host=h;Password=x;tell-nobody=1")]
    public void Open_ConnectionStringThatIsNone_NamesTheOption(string text)
    {
        var error = Should.Throw<StorageException>(() => PrivateServer.Open(new PostgresOptions { ConnectionString = text }));
        error.Message.ShouldContain("postgres.connection_string");
        error.ToString().ShouldNotContain(Secret);
    }

    private string Guest() => new Npgsql.NpgsqlConnectionStringBuilder(_options.ConnectionString) { Username = "guest", Password = Secret }.ConnectionString;

    private static async Task FailsAsync(string connectionString, bool isTransient, params string[] parts)
    {
        await using var store = PrivateServer.Open(new PostgresOptions { ConnectionString = connectionString, RetryFor = TimeSpan.Zero });
        foreach (var call in new Func<Task>[] { () => store.Events.CountRowsAsync(), () => store.Benchmarks.RemoveBaselineAsync("none") })
        {
            var error = await Should.ThrowAsync<StorageException>(call);
            error.IsTransient.ShouldBe(isTransient, error.Message);
            Array.ForEach(parts, part => error.Message.ShouldContain(part));
            error.ToString().ShouldNotContain(Secret);
        }
    }
}
