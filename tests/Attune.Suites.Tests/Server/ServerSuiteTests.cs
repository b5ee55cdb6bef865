using Attune.Lab.Benchmarks;
using Attune.Suites.Load;
using Attune.Suites.Server;
using Attune.Testing;

namespace Attune.Suites.Tests.Server;

public sealed class ServerSuiteTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => TinyRun.NamesOf(ServerSuite.Create());

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Run_FewRequests_AllSucceed(string name)
    {
        var result = await TinyRun.SucceedsAsync(ServerSuite.Create(), name, ("rows", "100"), ("requests", "40"), ("rate", "200"), ("concurrency", "4"), ("callers", "4"), ("seconds", "1"));
        result.Quality.GetValueOrDefault("succeeded", 1).ShouldBe(1);
    }

    [Fact]
    public async Task AtRateAsync_ServerRefusesEverything_GivesNoLatencies()
    {
        await using var server = await TrivialEndpoint.StartAsync(CancellationToken.None);
        var error = await Should.ThrowAsync<InvalidOperationException>(
            () => new ApiTraffic(TrivialEndpoint.AddressOf(server)).AtRateAsync(requests: 20, perSecond: 200, CancellationToken.None));
        error.Message.ShouldContain("status 404");
    }

    [Fact]
    public async Task Run_RequestsAgainAndAgain_StoreNewEventsEachTime()
    {
        var context = new BenchmarkContext(_folder.Path, new Dictionary<string, string> { ["rows"] = "0" });
        await using var server = await LocalServer.StartAsync(context, profile: null, CancellationToken.None);
        var traffic = new ApiTraffic(server.Url);
        for (var i = 0; i < 3; i++)
        {
            var run = await traffic.BackToBackAsync(requests: 60, callers: 2, CancellationToken.None);
            ApiTraffic.FailedPercent(run).ShouldBe(0, string.Join(", ", run.Errors.Keys));
        }

        (await server.Platform.Storage.Events.CountRowsAsync()).Flows.ShouldBeGreaterThan(0);
    }
}
