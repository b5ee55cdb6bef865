using Attune.Suites.Storage;

namespace Attune.Suites.Tests.Storage;

public class StorageSuiteTests
{
    public static TheoryData<string> Names => TinyRun.NamesOf(StorageSuite.Create());

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Run_TinyLedger_StoresEveryRow(string name)
    {
        var result = await TinyRun.SucceedsAsync(StorageSuite.Create(), name, ("rows", "600"), ("events", "300"), ("callers", "3"), ("documents", "120"));
        result.Quality["rows_stored"].ShouldBe(1);
    }
}
