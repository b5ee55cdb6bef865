using System.Text.Json;
using Attune.Server.Tests.Testing;
using Attune.Storage;
using Attune.Testing;

namespace Attune.Server.Tests.Api;

public sealed class QueryEndpointsTests : IAsyncLifetime
{
    private RunningServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await RunningServer.StartAsync(
            ("streaming.window_size", "01:00:00"), ("streaming.max_out_of_orderness", "00:00:00"), ("server.rate_limit_burst", "1000000"));
        var flows = Enumerable.Range(0, 57).Select(number => EventBodies.Flow(
            number, source: $"10.0.0.{number % 3}", bytes: number, protocol: number % 2 == 0 ? "SMTP" : "HTTP",
            time: SampleEvents.Start.AddMinutes(number)));
        await _server.IngestAsync(EventBodies.Array(flows));
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("asc", 1)]
    [InlineData("asc", 7)]
    [InlineData("desc", 10)]
    [InlineData("desc", 57)]
    public async Task Flows_Paged_YieldsEveryRowOnceInOrder(string order, int limit)
    {
        var bytes = new List<long>();
        string? next = null;
        do
        {
            var page = await _server.GetJsonAsync($"/v1/flows?order={order}&limit={limit}{(next is null ? "" : $"&after={next}")}");
            var items = page.GetProperty("items");
            items.GetArrayLength().ShouldBeInRange(1, limit);
            bytes.AddRange(items.EnumerateArray().Select(item => item.GetProperty("bytesTransferred").GetInt64()));
            next = page.GetProperty("next").GetString();
        }
        while (next is not null);

        var expected = Enumerable.Range(0, 57).Select(number => (long)number);
        bytes.ShouldBe(order == "asc" ? expected : expected.Reverse());
    }

    [Theory]
    [InlineData("source=10.0.0.1", 19)]
    [InlineData("protocol=smtp", 29)]
    [InlineData("protocol=SMTP&source=10.0.0.0", 10)]
    [InlineData("from=2002-08-22T00:10:00Z", 47)]
    [InlineData("to=2002-08-22T00:10:00Z", 10)]
    [InlineData("from=2002-08-22T02:10:00%2B02:00&to=2002-08-22T00:11:00Z", 1)]
    [InlineData("from=2002-08-23", 0)]
    [InlineData("stream=http", 57)]
    [InlineData("stream=other", 0)]
    public async Task Flows_Filtered_YieldsThoseThatMatch(string query, int count) =>
        (await _server.GetJsonAsync($"/v1/flows?limit=1000&{query}")).GetProperty("items").GetArrayLength().ShouldBe(count);

    [Fact]
    public async Task Windows_AfterTheWatermarkPassed_AreTheSumOfTheirEvents()
    {
        await _server.IngestAsync(EventBodies.Flow(100, time: SampleEvents.Start.AddHours(1)));
        await Eventually.TrueAsync(async () => (await WindowsAsync("")).Count == 1, "the window closes");

        var window = (await WindowsAsync("?stream=http&limit=1")).Single();

        window.GetProperty("start").GetDateTime().ShouldBe(SampleEvents.Start);
        window.GetProperty("end").GetDateTime().ShouldBe(SampleEvents.Start.AddHours(1));
        window.GetProperty("flows").GetInt64().ShouldBe(57);
        window.GetProperty("bytes").GetInt64().ShouldBe(56 * 57 / 2);
        window.GetProperty("distinctSources").GetInt64().ShouldBe(3);
        window.GetProperty("spamShare").ValueKind.ShouldBe(JsonValueKind.Null);
        window.GetProperty("protocols").EnumerateArray().Select(item => item.GetProperty("flows").GetInt64()).Sum().ShouldBe(57);
        (await WindowsAsync("?from=2002-08-22T01:00:00Z")).ShouldBeEmpty();
        (await WindowsAsync("?to=2002-08-22T00:00:00Z")).ShouldBeEmpty();
        (await WindowsAsync("?stream=other")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Windows_Paged_YieldsEachOnceLatestFirst()
    {
        await _server.IngestAsync(EventBodies.Array(Enumerable.Range(1, 9).Select(hour => EventBodies.Flow(hour, time: SampleEvents.Start.AddHours(hour)))));
        await Eventually.TrueAsync(async () => (await WindowsAsync("")).Count == 9, "nine windows close");

        var starts = new List<DateTime>();
        string? next = null;
        do
        {
            var page = await _server.GetJsonAsync($"/v1/windows?limit=2{(next is null ? "" : $"&after={Uri.EscapeDataString(next)}")}");
            starts.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("start").GetDateTime()));
            next = page.GetProperty("next").GetString();
        }
        while (next is not null);

        starts.ShouldBe(Enumerable.Range(0, 9).Reverse().Select(hour => SampleEvents.Start.AddHours(hour)));
    }

    [Fact]
    public async Task TopSources_AreThoseWithMostBytes()
    {
        var items = (await _server.GetJsonAsync("/v1/sources/top?limit=2")).GetProperty("items").EnumerateArray().ToList();

        items.Select(item => item.GetProperty("source").GetString()).ShouldBe(["10.0.0.2", "10.0.0.1"]);
        items[0].GetProperty("bytes").GetInt64().ShouldBe(Enumerable.Range(0, 57).Where(number => number % 3 == 2).Sum());
        items[0].GetProperty("flows").GetInt64().ShouldBe(19);
        (await _server.GetJsonAsync("/v1/sources/top?stream=other")).GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task SpamDays_AreTheWindowsWithTheHighestShareAmongThoseWithEnoughMessages()
    {
        var day = SampleEvents.Start.AddDays(1);
        await _server.IngestAsync(EventBodies.Array(
            [
                .. Enumerable.Range(0, 4).Select(number => EventBodies.Text(number, number < 1 ? "spam" : "ham", day.AddMinutes(number))),
                .. Enumerable.Range(4, 4).Select(number => EventBodies.Text(number, number < 7 ? "spam" : "ham", day.AddHours(1).AddMinutes(number))),
                EventBodies.Text(9, "spam", day.AddHours(2)),
                EventBodies.Text(10, "ham", day.AddHours(5)),
            ]));
        await Eventually.TrueAsync(async () => (await WindowsAsync($"?from={EventBodies.Iso(day)}")).Count == 3, "three windows close");

        var items = (await _server.GetJsonAsync("/v1/spam-days?minimumMessages=4&limit=5")).GetProperty("items").EnumerateArray().ToList();

        items.Select(item => (item.GetProperty("start").GetDateTime(), item.GetProperty("share").GetDouble())).ShouldBe([(day.AddHours(1), 0.75), (day, 0.25)]);
    }

    [Fact]
    public async Task DeadLetters_CanBePagedFilteredAndCounted()
    {
        await _server.Store.AppendAsync(new EventBatch("mail", [], [], [.. Enumerable.Range(0, 5).Select(number => SampleEvents.Letter(number, number < 3 ? "bad-date" : "no-source-ip"))]));

        var first = await _server.GetJsonAsync("/v1/dead-letters?stream=mail&reason=bad-date&limit=2");
        var second = await _server.GetJsonAsync($"/v1/dead-letters?stream=mail&reason=bad-date&limit=2&after={first.GetProperty("next").GetString()}");
        var summary = (await _server.GetJsonAsync("/v1/dead-letters/summary?stream=mail")).GetProperty("items").EnumerateArray();

        List<JsonElement> letters = [.. first.GetProperty("items").EnumerateArray(), .. second.GetProperty("items").EnumerateArray()];
        letters.Select(item => item.GetProperty("position").GetString()).ShouldBe(["line 2", "line 1", "line 0"]);
        letters.ShouldAllBe(item => item.GetProperty("reason").GetString() == "bad-date" && item.GetProperty("content").GetString() == "Received: ?");
        second.GetProperty("next").ValueKind.ShouldBe(JsonValueKind.Null);
        summary.Select(item => (item.GetProperty("reason").GetString(), item.GetProperty("count").GetInt64())).ShouldBe([("bad-date", 3), ("no-source-ip", 2)]);
        (await _server.GetJsonAsync("/v1/dead-letters?stream=http")).GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Rows_CountWhatTheStoreHolds()
    {
        (await _server.GetJsonAsync("/v1/rows")).GetProperty("flows").GetInt64().ShouldBe(57);
        (await _server.GetJsonAsync("/v1/rows?stream=other")).GetProperty("total").GetInt64().ShouldBe(0);
    }

    [Fact]
    public async Task MetricsHistory_HoldsAsManySamplesAsAskedFor()
    {
        await Eventually.TrueAsync(
            async () => (await _server.GetJsonAsync("/v1/metrics/history")).GetProperty("items").GetArrayLength() >= 2, "two samples");

        var sample = (await _server.GetJsonAsync("/v1/metrics/history?seconds=1")).GetProperty("items").EnumerateArray().Single();

        sample.GetProperty("totals").GetProperty("flows").GetInt64().ShouldBe(57);
        sample.GetProperty("memoryMb").GetDouble().ShouldBeGreaterThan(0);
        sample.GetProperty("topSources").GetArrayLength().ShouldBe(3);
    }

    private async Task<List<JsonElement>> WindowsAsync(string query) =>
        [.. (await _server.GetJsonAsync($"/v1/windows{query}")).GetProperty("items").EnumerateArray()];
}
