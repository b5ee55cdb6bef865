using Attune.Storage.Tests.Contract;

namespace Attune.Storage.Tests.Postgres;

public sealed class PostgresMaintenanceTests : MaintenanceContract<PostgresUnderTest>
{
    [SkippableFact]
    public async Task GetStatusAsync_NamesTheServerButNoPassword()
    {
        var status = await Storage.Maintenance.GetStatusAsync();
        status.Address.ShouldMatch(@"^[^:]+:\d+/attune_[0-9a-f]+$");
        status.Engine.ShouldMatch(@"^PostgreSQL \d+");
        status.FreeDiskBytes.ShouldBeNull();
        status.Settings.Select(setting => (setting.Connection, setting.Name)).ShouldContain(("reader", "default_transaction_read_only"));
        status.Settings.Single(setting => setting is { Connection: "writer", Name: "work_mem" }).InForce.ShouldBe("65536");
        status.Settings.Single(setting => setting is { Connection: "writer", Name: "jit" }).InForce.ShouldBe("off");
    }
}
