using Attune.Storage.Sql;
using Attune.Storage.Tests.Contract;

namespace Attune.Storage.Tests.Sqlite;

public sealed class SqliteQueryCacheTests : QueryCacheContract<SqliteUnderTest>
{
    protected override StorageSetup Setup
    {
        get
        {
            var setup = base.Setup;
            setup.Storage.BusyTimeout = TimeSpan.FromMilliseconds(100);
            return setup;
        }
    }

    [SkippableFact]
    public async Task Query_AfterAWriteThatFailedAndMayYetBeStored_IsAMiss()
    {
        await AppendAsync(1);
        await CountAsync();
        await using (var other = await Database.ConnectAsync())
        {
            other.Execute("BEGIN IMMEDIATE");
            (await Should.ThrowAsync<StorageException>(() => AppendAsync(2))).IsTransient.ShouldBeTrue();
        }

        await CountAsync();
        (Cache.Misses, Cache.Hits).ShouldBe((2, 0));
    }
}
