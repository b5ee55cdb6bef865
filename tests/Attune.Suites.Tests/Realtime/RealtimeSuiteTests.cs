using Attune.Suites.Realtime;

namespace Attune.Suites.Tests.Realtime;

public class RealtimeSuiteTests
{
    public static TheoryData<string> Names => TinyRun.NamesOf(RealtimeSuite.Create());

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Run_FewClients_DeliversEveryMessage(string name)
    {
        // Large payloads fill the kernel's buffers of the client that stops reading, though there are few of them.
        var result = await TinyRun.SucceedsAsync(RealtimeSuite.Create(), name, ("clients", "3"), ("messages", "20"), ("rate", "1000"), ("payload", "60000"));
        result.Quality.GetValueOrDefault("delivered", 1).ShouldBe(1);
        result.Quality.GetValueOrDefault("peer_delivered", 1).ShouldBe(1);
        result.Quality.GetValueOrDefault("stalled_closed", 1).ShouldBe(1);
        if (name == "connected_clients")
        {
            result.Value.ShouldBe(3);
        }
    }
}
