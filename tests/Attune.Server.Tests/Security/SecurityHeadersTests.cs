using System.Text;
using Attune.Server.Tests.Testing;

namespace Attune.Server.Tests.Security;

public sealed class SecurityHeadersTests
{
    [Theory]
    [InlineData("GET", "/", 200)]
    [InlineData("GET", "/health", 200)]
    [InlineData("GET", "/metrics", 200)]
    [InlineData("GET", "/v1/flows", 200)]
    [InlineData("GET", "/v1/flows?limit=0", 400)]
    [InlineData("GET", "/v1/nowhere", 404)]
    [InlineData("DELETE", "/v1/events", 405)]
    [InlineData("POST", "/v1/events", 413)]
    [InlineData("GET", "/ws", 426)]
    public async Task EveryResponse_CarriesThem(string method, string path, int status)
    {
        await using var server = await RunningServer.StartAsync(("server.max_body_bytes", "1024"));
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method == "POST")
        {
            request.Headers.ExpectContinue = true;
            request.Content = new StringContent(new string(' ', 1025), Encoding.UTF8, "application/json");
        }

        using var response = await server.Client.SendAsync(request);

        ((int)response.StatusCode).ShouldBe(status);
        ShouldBeSecure(response);
    }

    [Fact]
    public async Task ForeignHost_IsRefusedAndCarriesThem()
    {
        await using var server = await RunningServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/flows");
        request.Headers.Host = "attacker.example";

        using var response = await server.Client.SendAsync(request);

        await response.ShouldBeProblemAsync(400);
        ShouldBeSecure(response);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("localhost:1234")]
    [InlineData("[::1]")]
    public async Task LoopbackHost_IsServed(string host)
    {
        await using var server = await RunningServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/flows");
        request.Headers.Host = host;

        using var response = await server.Client.SendAsync(request);

        ((int)response.StatusCode).ShouldBe(200);
    }

    [Fact]
    public async Task OfflineLibrary_MayBeCachedButNothingElse()
    {
        await using var server = await RunningServer.StartAsync();

        using var page = await server.Client.GetAsync("/");
        using var script = await server.Client.GetAsync("/lib/uPlot.esm.js");

        page.Headers.CacheControl!.NoStore.ShouldBeTrue();
        script.Headers.CacheControl.ShouldBeNull();
        script.Headers.ETag.ShouldNotBeNull();
    }

    internal static void ShouldBeSecure(HttpResponseMessage response)
    {
        var headers = response.Headers;
        headers.GetValues("Content-Security-Policy").Single().ShouldContain("default-src 'none'");
        headers.GetValues("Content-Security-Policy").Single().ShouldNotContain("unsafe");
        headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        headers.GetValues("X-Frame-Options").ShouldBe(["DENY"]);
        headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
        headers.GetValues("Cross-Origin-Resource-Policy").ShouldBe(["same-origin"]);
        headers.Contains("Server").ShouldBeFalse();
    }
}
