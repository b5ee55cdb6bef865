using Attune.Server.Tests.Testing;

namespace Attune.Server.Tests.Api;

public sealed class QueryParameterTests(SharedServer shared) : IClassFixture<SharedServer>
{
    [Theory]
    [InlineData("/v1/flows?limit=0", "limit", "1..1000")]
    [InlineData("/v1/flows?limit=1001", "limit", "1..1000")]
    [InlineData("/v1/flows?limit=-1", "limit", "1..1000")]
    [InlineData("/v1/flows?limit=1.5", "limit", "1..1000")]
    [InlineData("/v1/flows?limit=99999999999999", "limit", "1..1000")]
    [InlineData("/v1/flows?limit=", "limit", "1 to 256")]
    [InlineData("/v1/flows?limit=1&limit=2", "limit", "more than once")]
    [InlineData("/v1/flows?order=up", "order", "asc or desc")]
    [InlineData("/v1/flows?source=here", "source", "IPv4 or IPv6")]
    [InlineData("/v1/flows?source=1", "source", "IPv4 or IPv6")]
    [InlineData("/v1/flows?from=yesterday", "from", "ISO 8601")]
    [InlineData("/v1/flows?from=12:00", "from", "ISO 8601")]
    [InlineData("/v1/flows?to=22/08/2002", "to", "ISO 8601")]
    [InlineData("/v1/flows?to=08/22/2002", "to", "ISO 8601")]
    [InlineData("/v1/flows?after=xyz", "after", "cursor")]
    [InlineData("/v1/flows?after=zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz", "after", "")]
    [InlineData("/v1/flows?colour=red", "colour", "no such parameter")]
    [InlineData("/v1/windows?limit=501", "limit", "1..500")]
    [InlineData("/v1/windows?after=x", "after", "cursor")]
    [InlineData("/v1/windows?source=10.0.0.1", "source", "no such parameter")]
    [InlineData("/v1/sources/top?limit=1001", "limit", "1..1000")]
    [InlineData("/v1/sources/top?top=3", "top", "no such parameter")]
    [InlineData("/v1/spam-days?minimumMessages=0", "minimumMessages", "1..1000000")]
    [InlineData("/v1/spam-days?limit=x", "limit", "1..1000")]
    [InlineData("/v1/dead-letters?limit=1001", "limit", "1..1000")]
    [InlineData("/v1/dead-letters?after=-1", "after", "cursor")]
    [InlineData("/v1/dead-letters/summary?reason=x", "reason", "no such parameter")]
    [InlineData("/v1/rows?table=flows", "table", "no such parameter")]
    [InlineData("/v1/metrics/history?seconds=601", "seconds", "1..600")]
    [InlineData("/v1/metrics/history?seconds=0", "seconds", "1..600")]
    public async Task Get_BadParameter_NamesItAndWhatIsAllowed(string path, string parameter, string allowed)
    {
        using var response = await shared.Running.Client.GetAsync(path);

        var problem = await response.ShouldBeProblemAsync(400);
        var (name, messages) = problem.GetProperty("errors").EnumerateObject().Select(error => (error.Name, error.Value)).Single();
        name.ShouldBe(parameter);
        messages.EnumerateArray().Single().GetString()!.ShouldContain(allowed);
    }

    [Fact]
    public async Task Get_SeveralBadParameters_NamesEach()
    {
        using var response = await shared.Running.Client.GetAsync("/v1/flows?limit=0&order=up&x=1");

        var problem = await response.ShouldBeProblemAsync(400);
        problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).ShouldBe(["limit", "order", "x"], ignoreOrder: true);
        problem.GetProperty("detail").GetString()!.ShouldContain("limit must be a whole number");
    }

    [Fact]
    public async Task Get_LongText_IsRefused()
    {
        using var response = await shared.Running.Client.GetAsync($"/v1/flows?stream={new string('a', 257)}");

        (await response.ShouldBeProblemAsync(400)).GetProperty("errors").TryGetProperty("stream", out _).ShouldBeTrue();
    }

    [Theory]
    [InlineData("/v1/flows?stream=%27%20OR%201=1--")]
    [InlineData("/v1/flows?protocol=%25")]
    [InlineData("/v1/flows?from=0001-01-01T00:00:00Z&to=9999-12-31T23:59:59Z")]
    [InlineData("/v1/windows?from=0001-01-01T00:00:00Z")]
    public async Task Get_StrangeButAllowedValue_FindsNothing(string path) =>
        (await shared.Running.GetJsonAsync(path)).GetProperty("items").GetArrayLength().ShouldBe(0);
}
