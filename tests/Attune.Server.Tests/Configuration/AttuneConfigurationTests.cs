using Attune.Configuration;
using Attune.Server.Configuration;
using Attune.Storage.Pool;
using Attune.Storage.Postgres;

namespace Attune.Server.Tests.Configuration;

public sealed class AttuneConfigurationTests
{
    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("192.168.1.5")]
    [InlineData("::")]
    public void Load_OpenAddressWithoutKey_IsRefused(string address)
    {
        var error = Should.Throw<ConfigurationException>(() => Load(("server.address", address)));

        error.Message.ShouldContain("server.api_key");
        error.Message.ShouldContain(address);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.53")]
    [InlineData("::1")]
    [InlineData("localhost")]
    public void Load_LoopbackWithoutKey_IsFine(string address) =>
        Load(("server.address", address)).Get<ServerOptions>().Address.ShouldBe(address);

    [Fact]
    public void Load_OpenAddressWithKey_IsFine() =>
        Load(("server.address", "0.0.0.0"), ("server.api_key", "0123456789abcdef")).Get<ServerOptions>().Address.ShouldBe("0.0.0.0");

    [Fact]
    public void Load_NoAddress_NamesTheOption() =>
        Should.Throw<ConfigurationException>(() => Load(("server.address", "example"))).Message.ShouldContain("server.address");

    [Theory]
    [InlineData("9", true)]
    [InlineData("8", false)]
    public void Load_PoolMinimumAboveItsMaximum_IsRefused(string minimum, bool refused)
    {
        if (refused)
        {
            Should.Throw<ConfigurationException>(() => Load(("storage_pool.min_size", minimum)))
                .Message.ShouldContain("storage_pool.min_size: '9' is larger than storage_pool.max_size, which is 8");
        }
        else
        {
            Load(("storage_pool.min_size", minimum)).Get<ConnectionPoolOptions>().MinSize.ShouldBe(8);
        }
    }

    [Theory]
    [InlineData("short")]
    [InlineData("with a space in it")]
    public void Load_WeakKey_IsRefusedAndNotRepeated(string key)
    {
        var error = Should.Throw<ConfigurationException>(() => Load(("server.api_key", key)));

        error.Message.ShouldContain("server.api_key");
        error.Message.ShouldNotContain(key);
    }

    [Theory]
    [InlineData(31, false)]
    [InlineData(32, true)]
    [InlineData(33, true)]
    [InlineData(34, true)]
    [InlineData(510, true)]
    [InlineData(511, false)]
    public void Load_TokenKey_HasEnoughBytes(int bytes, bool isFine)
    {
        var key = Convert.ToBase64String(Enumerable.Repeat((byte)0xA5, bytes).ToArray());
        if (isFine)
        {
            Load(("server.token_key", key)).Get<ServerOptions>().TokenKey.ShouldBe(key);
            return;
        }

        var error = Should.Throw<ConfigurationException>(() => Load(("server.token_key", key)));
        error.Message.ShouldContain("server.token_key");
        error.Message.ShouldNotContain(key);
    }

    [Theory]
    [InlineData("development")]
    [InlineData("production")]
    [InlineData("edge")]
    public void Load_Profile_IsValid(string profile) =>
        AttuneConfiguration.Load(new ConfigurationSources { Profile = profile, WorkingDirectory = Path.GetTempPath() }).Get<ServerOptions>().Port.ShouldBe(8080);

    [Fact]
    public void Load_PostgresWithoutConnectionString_NamesTheOption() =>
        Should.Throw<ConfigurationException>(() => Load(("storage.engine", "postgres"))).Message.ShouldContain("postgres.connection_string");

    [Theory]
    [InlineData("connection_string", "garbage hunter2")]
    [InlineData("connection_string", "postgresql://attune:hunter2@db/attune")]
    [InlineData("connection_string", "Host=db;Port=many;Password=hunter2")]
    [InlineData("connection_string", "Database=attune;Password=hunter2")]
    [InlineData("read_connection_string", "Hostt=db;Password=hunter2")]
    public void Load_PostgresWithAMalformedConnectionString_NamesTheOptionButNotTheSecret(string option, string value)
    {
        (string, string)[] good = option == "connection_string" ? [] : [("postgres.connection_string", "Host=db")];
        var message = Should.Throw<ConfigurationException>(() => Load([("storage.engine", "postgres"), .. good, ($"postgres.{option}", value)])).Message;

        message.ShouldContain($"postgres.{option}: ");
        message.ShouldNotContain("hunter2");
    }

    [Fact]
    public void Load_PostgresWithConnectionString_IsFineAndDoesNotShowIt()
    {
        var configuration = Load(("storage.engine", "postgres"), ("postgres.connection_string", "Host=db;Password=hunter2"), ("postgres.statement_timeout", "00:00:10"));

        configuration.Get<PostgresOptions>().StatementTimeout.ShouldBe(TimeSpan.FromSeconds(10));
        configuration.Settings.ShouldAllBe(setting => !setting.Value.Contains("hunter2", StringComparison.Ordinal));
    }

    private static ResolvedConfiguration Load(params (string Path, string Value)[] settings) =>
        AttuneConfiguration.Load(new ConfigurationSources
        {
            WorkingDirectory = Path.GetTempPath(),
            CommandLine = [.. settings.Select(setting => (setting.Path, setting.Value, "test"))],
        });
}
