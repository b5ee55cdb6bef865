using Attune.Suites.Server;

namespace Attune.Suites.Tests.Server;

public class ServerSuiteTests
{
    public static TheoryData<string> Names => TinyRun.NamesOf(ServerSuite.Create());

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Run_FewRequests_AllSucceed(string name)
    {
        var result = await TinyRun.SucceedsAsync(ServerSuite.Create(), name, ("rows", "100"), ("requests", "40"), ("rate", "200"), ("concurrency", "4"));
        result.Quality.GetValueOrDefault("succeeded", 1).ShouldBe(1);
    }
}
