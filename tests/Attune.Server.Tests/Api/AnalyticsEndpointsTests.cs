using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Attune.Server.Tests.Testing;
using Attune.Storage;
using Attune.Testing;

namespace Attune.Server.Tests.Api;

public sealed class AnalyticsEndpointsTests
{
    private static readonly object[] Events =
    [
        new { timestamp = "2024-05-01T10:00:05Z", type = "cart.paid", user_id = "ada", payload = new { amount = 10.5 }, id = "1" },
        new { timestamp = "2024-05-01T10:00:20Z", type = "cart.paid", user_id = "bob", payload = new { amount = 20.5 }, id = "2" },
        new { timestamp = "2024-05-01T10:01:01Z", type = "page.viewed", payload = new { path = "/" } },
    ];

    [Fact]
    public async Task Post_Twice_AddsOnceAndAnswersQuestions()
    {
        await using var server = await RunningServer.StartAsync();
        (await PostAsync(server)).ShouldBe((3, 3, 0));
        (await PostAsync(server)).ShouldBe((3, 0, 3));

        var recent = (await GetAsync(server, "/v1/analytics/events?types=cart.paid,page.viewed&users=ada")).GetProperty("items");
        recent.GetArrayLength().ShouldBe(1);
        recent[0].GetProperty("payload").GetProperty("amount").GetDouble().ShouldBe(10.5);

        var bucket = (await GetAsync(server, "/v1/analytics/buckets?source=events&metric=amount&group=type&bucketSeconds=60&from=2024-05-01&to=2024-05-02")).GetProperty("items")
            .EnumerateArray().ShouldHaveSingleItem();
        (bucket.GetProperty("group").GetString(), bucket.GetProperty("count").GetInt64(), bucket.GetProperty("mean").GetDouble()).ShouldBe(("cart.paid", 2, 15.5));
        bucket.GetProperty("standardDeviation").GetDouble().ShouldBe(7.0710678, 1e-6);
    }

    [Fact]
    public async Task Post_EqualEventsWithoutAnId_AreToldApartByTheirOrderAndStillSafeToRepeat()
    {
        await using var server = await RunningServer.StartAsync();
        var clicks = Enumerable.Repeat(new { timestamp = "2024-05-01T10:00:00Z", type = "click", userId = "ada" }, 2).ToArray();
        (await PostAsync(server, clicks)).ShouldBe((2, 2, 0));
        (await PostAsync(server, clicks)).ShouldBe((2, 0, 2));
        (await GetAsync(server, "/v1/analytics/events?types=click&users=ada")).GetProperty("items").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task Get_BadParameter_IsDescribedInTheWordsOfTheAddress()
    {
        await using var server = await RunningServer.StartAsync();
        var response = await server.Client.GetAsync("/v1/analytics/sources?sort=name");
        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString().ShouldBe("sort 'name' is unknown: use one of source, flows, bytes, mean_bytes, last_seen.");
    }

    [Fact]
    public async Task Sources_OfTheLedger_AreSummedAndFiltered()
    {
        await using var server = await RunningServer.StartAsync();
        await server.Store.AppendAsync(new EventBatch("test", [SampleEvents.Flow(1, "10.0.0.1", 5), SampleEvents.Flow(2, "10.0.0.1", 7), SampleEvents.Flow(3, "10.0.0.2", 100)], [], []));
        var items = (await GetAsync(server, "/v1/analytics/sources?minimumFlows=2&sort=bytes")).GetProperty("items");
        var source = items.EnumerateArray().ShouldHaveSingleItem();
        (source.GetProperty("source").GetString(), source.GetProperty("flows").GetInt64(), source.GetProperty("bytes").GetInt64()).ShouldBe(("10.0.0.1", 2, 12));
    }

    [Theory]
    [InlineData("/v1/analytics/buckets", "from")]
    [InlineData("/v1/analytics/buckets?from=2024-05-01&to=2024-04-01", "from")]
    [InlineData("/v1/analytics/buckets?from=2024-05-01&to=2024-05-02&group=password", "group")]
    [InlineData("/v1/analytics/buckets?from=2024-05-01&to=2024-05-02&metric=bytes);DROP+TABLE+flows", "metric")]
    [InlineData("/v1/analytics/buckets?from=2024-05-01&to=2024-05-02&source=sqlite_master", "source")]
    [InlineData("/v1/analytics/buckets?from=2024-05-01&to=2024-05-02&bucketSeconds=0", "bucketSeconds")]
    [InlineData("/v1/analytics/sources?sort=name", "sort")]
    [InlineData("/v1/analytics/events", "types")]
    [InlineData("/v1/decisions?outcome=good", "outcome")]
    [InlineData("/v1/decisions?after=nowhere", "after")]
    public async Task Get_BadParameter_NamesIt(string address, string parameter)
    {
        await using var server = await RunningServer.StartAsync();
        var response = await server.Client.GetAsync(address);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest, await response.Content.ReadAsStringAsync());
        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").EnumerateObject().Select(error => error.Name).ShouldContain(parameter);
    }

    [Theory]
    [InlineData("""{}""", "$")]
    [InlineData("""[1]""", "$[0]")]
    [InlineData("""[{"timestamp":"2024-05-01"}]""", "$[0].type")]
    [InlineData("""[{"type":"a"}]""", "$[0].timestamp")]
    [InlineData("""[{"timestamp":"2024-05-01","type":"a"},{"timestamp":"9999-01-01","type":"a"}]""", "$[1].timestamp")]
    [InlineData("""[{"timestamp":"2024-05-01","type":"a","payload":[1]}]""", "$[0].payload")]
    [InlineData("""[{"timestamp":"2024-05-01","type":"a","user":"x"}]""", "$[0].user")]
    [InlineData("""[{"timestamp":"2024-05-01","type":7}]""", "$[0].type")]
    [InlineData("""[{"timestamp":"10:00","type":"a"}]""", "$[0].timestamp")]
    [InlineData("""[{"timestamp":"05/06/2024","type":"a"}]""", "$[0].timestamp")]
    [InlineData("""[{"timestamp":"12:00","type":"a"}]""", "$[0].timestamp")]
    [InlineData("""[{"timestamp":"5/1/2024","type":"a"}]""", "$[0].timestamp")]
    [InlineData("""[{"timestamp":"1969-12-31","type":"a"}]""", "$[0].timestamp")]
    [InlineData("""[{"timestamp":"2024-05-01","type":"a","\ud800":1}]""", "$[0].a name with half a surrogate pair")]
    [InlineData("""[{"timestamp":"2024-05-01","type":"a","id":"\ud800"}]""", "$[0].id")]
    public async Task Post_BadEvent_NamesItAndStoresNothing(string body, string place)
    {
        await using var server = await RunningServer.StartAsync();
        var response = await server.Client.PostAsync("/v1/analytics/events", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").EnumerateObject().Select(error => error.Name).ShouldBe([place]);
        (await GetAsync(server, "/v1/analytics/events?types=a")).GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData("""[{"timestamp":"2024-05-01","type":"a","payload":{"x":"?"}}]""")]
    [InlineData("""[{"timestamp":"2024-05-01","type":"?"}]""")]
    [InlineData("""[{"timestamp":"2024-05-01","type":"a","?":1}]""")]
    public async Task Post_NotUtf8_IsTheSendersError(string body)
    {
        await using var server = await RunningServer.StartAsync();
        var bytes = Array.ConvertAll(System.Text.Encoding.ASCII.GetBytes(body), letter => letter == '?' ? (byte)0xFF : letter);
        using var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new("application/json");
        var response = await server.Client.PostAsync("/v1/analytics/events", content);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Post_PayloadAsDeepAsIsAllowed_CanBeReadBack()
    {
        await using var server = await RunningServer.StartAsync();
        var depth = 62;
        while (true)
        {
            var payload = string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth);
            var response = await server.Client.PostAsync(
                "/v1/analytics/events", new StringContent($$"""[{"timestamp":"2024-05-01","type":"deep","payload":{{payload}}}]""", System.Text.Encoding.UTF8, "application/json"));
            if (response.StatusCode == HttpStatusCode.OK)
            {
                break;
            }

            response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            depth--;
        }

        (await GetAsync(server, "/v1/analytics/events?types=deep")).GetProperty("items").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Decisions_AfterAKnobChanged_SayWhoWhatAndWhy()
    {
        await using var server = await RunningServer.StartAsync();
        (await server.Client.PutAsJsonAsync("/v1/tunables/storage.batch_size", new { value = 512, reason = "smaller" })).EnsureSuccessStatusCode();
        await Eventually.TrueAsync(async () => (await GetAsync(server, "/v1/decisions?tunable=storage.batch_size")).GetProperty("items").GetArrayLength() == 1);
        var decision = (await GetAsync(server, "/v1/decisions")).GetProperty("items")[0];
        (decision.GetProperty("from").GetDouble(), decision.GetProperty("to").GetDouble(), decision.GetProperty("changedBy").GetString(), decision.GetProperty("reason").GetString())
            .ShouldBe((8192, 512, "api", "smaller"));
        decision.GetProperty("outcome").GetString().ShouldBe("pending");
    }

    private static async Task<(int Accepted, int Added, int Duplicates)> PostAsync(RunningServer server, object[]? events = null)
    {
        var response = await server.Client.PostAsJsonAsync("/v1/analytics/events", events ?? Events);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        return (body.GetProperty("accepted").GetInt32(), body.GetProperty("added").GetInt32(), body.GetProperty("duplicates").GetInt32());
    }

    private static async Task<JsonElement> GetAsync(RunningServer server, string address)
    {
        var response = await server.Client.GetAsync(address);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }
}
