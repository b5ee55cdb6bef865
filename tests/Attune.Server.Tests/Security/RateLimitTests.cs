using Attune.Server.Tests.Testing;

namespace Attune.Server.Tests.Security;

public sealed class RateLimitTests
{
    private static readonly (string, string)[] Tiny = [("server.rate_limit", "1"), ("server.rate_limit_burst", "3")];

    [Fact]
    public async Task TooManyRequests_AreToldToComeBack()
    {
        await using var server = await RunningServer.StartAsync(Tiny);

        using var refused = await FirstRefusedAsync(server, "/v1/rows");

        (await refused.ShouldBeProblemAsync(429)).GetProperty("detail").GetString()!.ShouldContain("1 request");
        refused.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        SecurityHeadersTests.ShouldBeSecure(refused);
    }

    [Fact]
    public async Task Probes_AreNeverLimited()
    {
        await using var server = await RunningServer.StartAsync(Tiny);
        using var refused = await FirstRefusedAsync(server, "/v1/rows");

        foreach (var path in new[] { "/health", "/health/live", "/health/ready", "/ready" })
        {
            for (var i = 0; i < 10; i++)
            {
                using var response = await server.Client.GetAsync(path);
                ((int)response.StatusCode).ShouldBe(200);
            }
        }
    }

    [Fact]
    public async Task GuessesAtTheKey_AreLimited()
    {
        await using var server = await RunningServer.StartAsync([.. Tiny, ("server.api_key", "0123456789abcdef")]);

        using var refused = await FirstRefusedAsync(server, "/v1/rows");

        ((int)refused.StatusCode).ShouldBe(429);
    }

    private static async Task<HttpResponseMessage> FirstRefusedAsync(RunningServer server, string path)
    {
        // A slow machine may be given a new token now and then: enough requests make the refusal certain.
        for (var i = 0; i < 200; i++)
        {
            var response = await server.Client.GetAsync(path);
            if ((int)response.StatusCode == 429)
            {
                return response;
            }

            response.Dispose();
        }

        throw new InvalidOperationException("No request was refused.");
    }
}
