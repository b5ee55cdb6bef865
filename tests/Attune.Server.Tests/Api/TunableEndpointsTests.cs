using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Attune.Server.Tests.Testing;

namespace Attune.Server.Tests.Api;

public sealed class TunableEndpointsTests : IAsyncLifetime
{
    private const string Knob = "storage.batch_size";
    private RunningServer _server = null!;

    public async Task InitializeAsync() => _server = await RunningServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Get_ListsKnobsWithTheirBounds()
    {
        var knob = (await _server.GetJsonAsync("/v1/tunables")).GetProperty("items").EnumerateArray().Single(item => item.GetProperty("name").GetString() == Knob);

        knob.GetProperty("value").GetDouble().ShouldBe(8192);
        knob.GetProperty("minimum").GetDouble().ShouldBe(1);
        knob.GetProperty("maximum").GetDouble().ShouldBe(1_000_000);
        knob.GetProperty("history").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Put_WithinBounds_ChangesTheKnobAndRemembersWhy()
    {
        using var response = await PutAsync(Knob, """{"value": 4096, "reason": "less memory"}""");

        ((int)response.StatusCode).ShouldBe(200);
        _server.Server.Platform.Tunables.Find(Knob)!.Value.ShouldBe(4096);
        var knob = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        var change = knob.GetProperty("history").EnumerateArray().Single();
        change.GetProperty("from").GetDouble().ShouldBe(8192);
        change.GetProperty("reason").GetString().ShouldBe("less memory");
        change.GetProperty("changedBy").GetString().ShouldBe("api");
    }

    [Theory]
    [InlineData("""{"value": 0}""", "value")]
    [InlineData("""{"value": 1000001}""", "value")]
    [InlineData("""{"value": 1e308}""", "value")]
    [InlineData("""{"reason": "no value"}""", "value")]
    [InlineData("""{"value": null}""", "value")]
    [InlineData("""{}""", "value")]
    [InlineData("null", "value")]
    [InlineData("", "value")]
    public async Task Put_NoValueOrOneOutOfRange_NamesTheRangeAndChangesNothing(string body, string field)
    {
        using var response = await PutAsync(Knob, body);

        var problem = await response.ShouldBeProblemAsync(400);
        problem.GetProperty("errors").GetProperty(field)[0].GetString()!.ShouldContain("1..1000000 events");
        ShouldBeUnchanged();
    }

    [Fact]
    public async Task Put_ValueThatIsNoNumber_SaysWhereAndNamesNoType()
    {
        using var response = await PutAsync(Knob, """{"value": "many"}""");

        var detail = (await response.ShouldBeProblemAsync(400)).GetProperty("detail").GetString()!;
        detail.ShouldContain("$.value");
        detail.ShouldNotContain("Attune.");
        ShouldBeUnchanged();
    }

    [Fact]
    public async Task Put_LongReason_IsRefused()
    {
        using var response = await PutAsync(Knob, JsonSerializer.Serialize(new { value = 5, reason = new string('a', 501) }));

        (await response.ShouldBeProblemAsync(400)).GetProperty("errors").TryGetProperty("reason", out _).ShouldBeTrue();
        ShouldBeUnchanged();
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("4096")]
    [InlineData("""{"value": "many"}""")]
    [InlineData("""{"value": NaN}""")]
    public async Task Put_MalformedBody_IsAProblemAndChangesNothing(string body)
    {
        using var response = await PutAsync(Knob, body);

        (await response.ShouldBeProblemAsync(400)).GetProperty("detail").GetString().ShouldNotBeNullOrWhiteSpace();
        ShouldBeUnchanged();
    }

    [Fact]
    public async Task Put_OtherContentType_IsUnsupported()
    {
        using var response = await PutAsync(Knob, "value=1", "application/x-www-form-urlencoded");

        await response.ShouldBeProblemAsync(415);
    }

    [Fact]
    public async Task Put_UnknownKnob_IsNotFoundAndNamesTheKnownOnes()
    {
        using var response = await PutAsync("storage.colour", """{"value": 1}""");

        (await response.ShouldBeProblemAsync(404)).GetProperty("detail").GetString()!.ShouldContain(Knob);
    }

    private void ShouldBeUnchanged()
    {
        var knob = _server.Server.Platform.Tunables.Find(Knob)!;
        (knob.Value, knob.History.Count).ShouldBe((8192, 0));
    }

    private async Task<HttpResponseMessage> PutAsync(string name, string body, string type = "application/json")
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return await _server.Client.PutAsync($"/v1/tunables/{name}", content);
    }
}
