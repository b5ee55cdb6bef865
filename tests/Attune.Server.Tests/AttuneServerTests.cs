using Attune.Server.Tests.Testing;
using Attune.Testing;

namespace Attune.Server.Tests;

public sealed class AttuneServerTests
{
    [Theory]
    [InlineData("GET", "/nowhere", 404)]
    [InlineData("GET", "/v1", 404)]
    [InlineData("GET", "/v1/events", 405)]
    [InlineData("POST", "/v1/flows", 405)]
    [InlineData("DELETE", "/v1/tunables/storage.batch_size", 405)]
    [InlineData("POST", "/health", 405)]
    public async Task UnknownPathOrMethod_IsAProblem(string method, string path, int status)
    {
        await using var server = await RunningServer.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        using var response = await server.Client.SendAsync(request);

        await response.ShouldBeProblemAsync(status);
        response.Content.Headers.Allow.Count.ShouldBe(status == 405 ? 1 : 0);
    }

    [Fact]
    public async Task Dispose_Twice_IsFine()
    {
        using var folder = new TemporaryFolder();
        var server = await AttuneServer.StartAsync(RunningServer.Configure(folder));

        await server.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Start_OnAPortInUse_FailsAndLeavesTheStoreFree()
    {
        await using var first = await RunningServer.StartAsync();
        using var folder = new TemporaryFolder();

        await Should.ThrowAsync<IOException>(() => AttuneServer.StartAsync(RunningServer.Configure(folder, ("server.port", $"{first.Server.Url.Port}"))));

        await using var second = await RunningServer.StartInAsync(folder);
        (await second.IngestAsync(EventBodies.Flow(1))).Added.ShouldBe(1);
    }
}
