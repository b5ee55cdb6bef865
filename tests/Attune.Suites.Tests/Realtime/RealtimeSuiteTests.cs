using Attune.Suites.Realtime;

namespace Attune.Suites.Tests.Realtime;

public class RealtimeSuiteTests
{
    public static TheoryData<string> Names => TinyRun.NamesOf(RealtimeSuite.Create());

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Run_FewClients_DeliversEveryMessage(string name)
    {
        var result = await TinyRun.SucceedsAsync(RealtimeSuite.Create(), name, ("clients", "3"), ("messages", "20"), ("rate", "1000"));
        result.Quality.GetValueOrDefault("delivered", 1).ShouldBe(1);
        if (name == "connected_clients")
        {
            result.Value.ShouldBe(3);
        }
    }
}
