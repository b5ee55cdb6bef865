using System.Net.Http.Headers;
using System.Text.Json;
using Attune.Realtime.Access;
using Attune.Server.Tests.Testing;
using Attune.Testing;

namespace Attune.Server.Tests.Api;

public sealed class TokenEndpointsTests : IAsyncLifetime
{
    private static readonly byte[] SigningKey = [.. Enumerable.Range(0, 32).Select(number => (byte)number)];
    private readonly ManualTimeProvider _time = new();
    private RunningServer _server = null!;

    public async Task InitializeAsync() => _server = await RunningServer.StartAsync(_time, ("server.token_key", Convert.ToBase64String(SigningKey)));

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData(60)]
    [InlineData(86_400)]
    public async Task Post_AllGood_GivesATokenForThatLong(int seconds)
    {
        var channels = Enumerable.Range(0, 98).Select(number => $"c{number}").Append("jobs.*.progress").Append("all.**").ToList();
        using var response = await PostAsync(_server, new { subject = "Ada 🦊", channels, seconds });

        var text = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(200, text);
        using var answer = JsonDocument.Parse(text);
        var identity = new RealtimeTokens(SigningKey, _time).Read(answer.RootElement.GetProperty("token").GetString()!)!;
        identity.Subject.ShouldBe("Ada 🦊");
        identity.Channels.Select(pattern => pattern.Text).ShouldBe(channels);
        identity.Expires.ShouldBe(answer.RootElement.GetProperty("expires").GetDateTimeOffset());
        (_time.GetUtcNow().AddSeconds(seconds) - identity.Expires!.Value).ShouldBeInRange(TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData("""{"channels":["flows"],"seconds":60}""", "subject")]
    [InlineData("""{"subject":"","channels":["flows"],"seconds":60}""", "subject")]
    [InlineData("""{"subject":"a\nb","channels":["flows"],"seconds":60}""", "subject")]
    [InlineData("""{"subject":"a","seconds":60}""", "channels")]
    [InlineData("""{"subject":"a","channels":[],"seconds":60}""", "channels")]
    [InlineData("""{"subject":"a","channels":["flows",null],"seconds":60}""", "channels")]
    [InlineData("""{"subject":"a","channels":["a..b"],"seconds":60}""", "channels")]
    [InlineData("""{"subject":"a","channels":["flows"]}""", "seconds")]
    [InlineData("""{"subject":"a","channels":["flows"],"seconds":59}""", "seconds")]
    [InlineData("""{"subject":"a","channels":["flows"],"seconds":86401}""", "seconds")]
    [InlineData("{}", "subject,seconds,channels")]
    [InlineData("null", "subject,seconds,channels")]
    [InlineData("", "subject,seconds,channels")]
    public async Task Post_SomethingOutOfItsLimits_NamesTheField(string body, string fields)
    {
        using var response = await PostAsync(_server, body);

        var problem = await response.ShouldBeProblemAsync(400);
        problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).ShouldBe(fields.Split(','), ignoreOrder: true);
        problem.GetProperty("detail").GetString()!.ShouldContain(fields.Split(',')[0]);
    }

    [Fact]
    public async Task Post_TooMuchOfAThing_NamesTheField()
    {
        var longName = new string('c', 128);
        foreach (var (request, field) in new (object, string)[]
        {
            (new { subject = new string('s', 257), channels = new[] { "flows" }, seconds = 60 }, "subject"),
            (new { subject = "a", channels = Enumerable.Repeat("flows", 101), seconds = 60 }, "channels"),
            (new { subject = "a", channels = Enumerable.Repeat(longName, 100), seconds = 60 }, "channels"),
        })
        {
            using var response = await PostAsync(_server, request);
            (await response.ShouldBeProblemAsync(400)).GetProperty("errors").EnumerateObject().Single().Name.ShouldBe(field);
        }
    }

    [Theory]
    [InlineData("""{"subject":"a","channels":["flows"],"seconds":"an hour"}""")]
    [InlineData("""{"subject":"a","channels":["flows"],"seconds":60.5}""")]
    [InlineData("""{"subject":"\ud800","channels":["flows"],"seconds":60}""")]
    [InlineData("""{"subject":"a","channels":"flows","seconds":60}""")]
    [InlineData("[]")]
    [InlineData("{")]
    public async Task Post_AnotherShape_IsRefused(string body)
    {
        using var response = await PostAsync(_server, body);
        await response.ShouldBeProblemAsync(400);
    }

    [Fact]
    public async Task Post_WithoutAnyKey_SaysWhatToSet()
    {
        await using var server = await RunningServer.StartAsync();
        using var response = await PostAsync(server, new { subject = "a", channels = new[] { "flows" }, seconds = 60 });

        var detail = (await response.ShouldBeProblemAsync(409)).GetProperty("detail").GetString()!;
        detail.ShouldContain("server.token_key");
        detail.ShouldContain("server.api_key");
    }

    private static Task<HttpResponseMessage> PostAsync(RunningServer server, object body) => PostAsync(server, JsonSerializer.Serialize(body));

    private static async Task<HttpResponseMessage> PostAsync(RunningServer server, string body)
    {
        using var content = new StringContent(body, new MediaTypeHeaderValue("application/json"));
        return await server.Client.PostAsync("/v1/realtime/tokens", content);
    }
}
