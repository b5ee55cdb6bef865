using System.Text.Json;
using System.Text.Json.Serialization;
using Attune.Realtime.Client.Tests.Server;

namespace Attune.Realtime.Client.Tests;

public sealed partial class SubscriptionTests : ClientFixture
{
    [Fact]
    public async Task Subscribe_SendsWhatWasAskedFor()
    {
        var client = Connect();
        await using var reading = new Reading(client, "jobs.*.progress", new SubscriptionOptions
        {
            Filter = "bytes > 10", MaxRate = 2.5, Snapshot = true, Resume = new RealtimeResumePoint("e0", new Dictionary<string, long> { ["jobs.1.progress"] = 7 }),
        });
        var connection = await Server.AcceptAsync();
        var request = await connection.ExpectAsync("subscribe");
        request.GetProperty("channels").GetRawText().ShouldBe("""["jobs.*.progress"]""");
        request.GetProperty("filter").GetString().ShouldBe("bytes > 10");
        request.GetProperty("maxRate").GetDouble().ShouldBe(2.5);
        request.GetProperty("snapshot").GetBoolean().ShouldBeTrue();
        request.GetProperty("resume").GetRawText().ShouldBe("""{"epoch":"e0","sequences":{"jobs.1.progress":7}}""");
        connection.Headers["Sec-WebSocket-Protocol"].ToString().ShouldBe("attune.v1");
        connection.Headers["Sec-WebSocket-Extensions"].ToString().ShouldContain("permessage-deflate");
        client.State.State.ShouldBe(RealtimeConnectionState.Connected);
    }

    [Fact]
    public async Task Subscribe_WithoutCompression_OffersNone()
    {
        await using var reading = new Reading(Connect(new RealtimeClientOptions { Address = Server.Address, Compression = false }), "flows");
        (await Server.AcceptAsync()).Headers.ContainsKey("Sec-WebSocket-Extensions").ShouldBeFalse();
    }

    [Fact]
    public async Task Data_Snapshot_Gap_AndBatch_ComeInOrder()
    {
        await using var reading = new Reading(Connect(), "flows", new SubscriptionOptions { Snapshot = true });
        var connection = await Server.AcceptAsync();
        await connection.AcceptAsync(sequence: 4);
        await connection.SendAsync("""{"type":"snapshot","channel":"flows","sequence":4,"time":"2026-01-01T02:00:00+02:00","data":[1, 2]}""");
        await connection.SendAsync("""{"data":{"name":"tea","price":3.5},"time":"2026-01-01T00:00:01Z","sequence":5,"extra":{"a":[1]},"channel":"flows","type":"data"}""");
        await connection.SendAsync(FakeConnection.Batch(
            FakeConnection.Data("flows", 6, "\"x\""), FakeConnection.Gap("flows", 7, 9, 3, "slow"), FakeConnection.Data("flows", 10, "null"), """{"type":"news"}"""));

        var snapshot = (await reading.NextAsync()).ShouldBeOfType<RealtimeSnapshot>();
        (snapshot.Channel, snapshot.Sequence, snapshot.Time, snapshot.ReadJson().GetArrayLength(), snapshot.Epoch).ShouldBe(("flows", 4, Clock.GetUtcNow(), 2, "e1"));
        var data = await reading.DataAsync();
        (data.Sequence, data.Time).ShouldBe((5, Clock.GetUtcNow().AddSeconds(1)));
        data.Read(Json.Default.Order).ShouldBe(new Order("tea", 3.5));
        (await reading.DataAsync()).ReadJson().GetString().ShouldBe("x");
        (await reading.NextAsync()).ShouldBe(new RealtimeGap("flows", 7, 9, 3, "slow"));
        (await reading.DataAsync()).ReadJson().ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Data_OfMegabytes_InFragments_ComesWhole()
    {
        await using var reading = new Reading(Connect(), "flows");
        var connection = await Server.AcceptAsync();
        await connection.AcceptAsync();
        var text = new string('é', 1_000_000);
        await connection.DataAsync("flows", 1, $"\"{text}\"");
        (await reading.DataAsync()).ReadJson().GetString().ShouldBe(text);
    }

    [Fact]
    public async Task Data_ThatCameBefore_OrNobodyAskedFor_IsLeftOutAndCounted()
    {
        var client = Connect();
        await using var reading = new Reading(client, "flows");
        var connection = await Server.AcceptAsync();
        await connection.AcceptAsync(sequence: 3);
        foreach (var sequence in new[] { 2, 3, 4, 4, 5, 1 })
        {
            await connection.DataAsync("flows", sequence);
        }

        await connection.DataAsync("other", 1);
        await connection.SendAsync("""{"type":"weather"}""");
        await connection.DataAsync("flows", 6);
        foreach (var sequence in new[] { 4, 5, 6 })
        {
            (await reading.DataAsync()).Sequence.ShouldBe(sequence);
        }

        var statistics = client.Statistics;
        (statistics.Messages, statistics.Duplicates, statistics.Ignored, statistics.Malformed, statistics.Connections).ShouldBe((3, 4, 2, 0, 1));
        statistics.Bytes.ShouldBeGreaterThan(100);
    }

    [Fact]
    public async Task Subscriptions_ShareAConnection_AndOneThatIsLeftUnsubscribes()
    {
        var client = Connect();
        var flows = new Reading(client, "flows");
        var connection = await Server.AcceptAsync();
        await connection.AcceptAsync();
        await using var windows = new Reading(client, "windows");
        (await connection.AcceptAsync()).GetProperty("channels")[0].GetString().ShouldBe("windows");

        await flows.DisposeAsync();
        var request = await connection.ExpectAsync("unsubscribe");
        request.GetProperty("channel").GetString().ShouldBe("flows");
        await connection.DataAsync("flows", 1);
        await connection.SendAsync($$"""{"type":"unsubscribed","id":{{request.GetProperty("id")}},"channels":["flows"]}""");
        await connection.DataAsync("flows", 2);
        await connection.DataAsync("windows", 1);
        (await windows.DataAsync()).Channel.ShouldBe("windows");
        client.Statistics.Ignored.ShouldBe(2);

        // The name is free again.
        await using var again = new Reading(client, "flows");
        await connection.AcceptAsync(sequence: 2);
        await connection.DataAsync("flows", 3);
        (await again.DataAsync()).Sequence.ShouldBe(3);
    }

    [Fact]
    public async Task Subscribe_ToTheSameNameTwice_IsAnError()
    {
        var client = Connect();
        await using var first = new Reading(client, "flows");
        await Should.ThrowAsync<InvalidOperationException>(async () =>
        {
            await foreach (var _ in client.SubscribeAsync("flows"))
            {
            }
        });
    }

    [Fact]
    public async Task OverlappingSubscriptions_TheExactNameAndTheEarlierPatternDecide_FromTheServersAnswerOn()
    {
        var client = Connect();
        await using var early = new Reading(client, "a.*");
        var connection = await Server.AcceptAsync();
        await connection.AcceptAsync(sequence: null);
        await using var late = new Reading(client, "**");
        await connection.AcceptAsync(sequence: null);
        await using var exact = new Reading(client, "a.b");
        var request = await connection.ExpectAsync("subscribe");
        await connection.DataAsync("a.b", 1);
        await connection.SubscribedAsync(request, 1);
        await connection.DataAsync("a.b", 2);
        await connection.DataAsync("a.c", 1);
        await connection.DataAsync("x", 1);
        ((await early.DataAsync()).Sequence, (await exact.DataAsync()).Sequence).ShouldBe((1, 2));
        ((await early.DataAsync()).Channel, (await late.DataAsync()).Channel).ShouldBe(("a.c", "x"));
    }

    [Theory]
    [InlineData("invalid_filter")]
    [InlineData("unknown_channel")]
    [InlineData("forbidden")]
    [InlineData("unauthenticated")]
    [InlineData("too_many_subscriptions")]
    [InlineData("a_code_of_tomorrow")]
    public async Task Subscribe_RefusedForGood_EndsWithTheServersWords_AndTheOthersGoOn(string code)
    {
        var client = Connect();
        await using var bad = new Reading(client, "flows", new SubscriptionOptions { Filter = "bytes >" });
        var connection = await Server.AcceptAsync();
        await using var good = new Reading(client, "windows");
        await connection.ErrorAsync(await connection.ExpectAsync("subscribe"), code, "position 7: a number was expected");
        await connection.AcceptAsync();
        var error = await bad.ErrorAsync();
        (error.Code, error.Message).ShouldBe((code, "position 7: a number was expected"));
        await connection.DataAsync("windows", 1);
        (await good.DataAsync()).Sequence.ShouldBe(1);
    }

    [Fact]
    public async Task Subscribe_RateLimited_IsTriedAgainLater()
    {
        var client = Connect();
        await using var reading = new Reading(client, "flows");
        var connection = await Server.AcceptAsync();
        await connection.ErrorAsync(await connection.ExpectAsync("subscribe"), "rate_limited");
        await AdvanceUntilAsync(() => connection.Waiting > 0);
        await connection.ErrorAsync(await connection.ExpectAsync("subscribe"), "rate_limited");
        await AdvanceUntilAsync(() => connection.Waiting > 0);
        await connection.AcceptAsync();
        await connection.DataAsync("flows", 1);
        (await reading.DataAsync()).Sequence.ShouldBe(1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a..b")]
    [InlineData("a b")]
    [InlineData("**.a")]
    [InlineData("a*")]
    public void Subscribe_ToNoName_IsAnArgumentError(string channel) => Should.Throw<ArgumentException>(() => Connect().SubscribeAsync(channel)).Message.ShouldContain(channel);

    [Fact]
    public void Subscribe_WithOptionsOutsideTheirLimits_IsAnArgumentError()
    {
        var client = Connect();
        Should.Throw<ArgumentException>(() => client.SubscribeAsync("a", new SubscriptionOptions { MaxRate = 0 }));
        Should.Throw<ArgumentException>(() => client.SubscribeAsync("a", new SubscriptionOptions { MaxRate = double.NaN }));
        Should.Throw<ArgumentException>(() => client.SubscribeAsync("a", new SubscriptionOptions { Filter = new string('x', 10_000) }));
        Should.Throw<ArgumentException>(() => client.SubscribeAsync("a", new SubscriptionOptions { Filter = new string('"', 5_000) }));
        Should.Throw<ArgumentException>(() => client.SubscribeAsync("a", new SubscriptionOptions { Resume = new RealtimeResumePoint("", new Dictionary<string, long>()) }));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"type":"data","channel":"flows","sequence":1,"time":"2026-01-01T00:00:00Z"}""")]
    [InlineData("""{"type":"data","channel":"flows","sequence":1.5,"time":"2026-01-01T00:00:00Z","data":1}""")]
    [InlineData("""{"type":"batch","messages":[{"type":"data"}]}""")]
    [InlineData("""{"type":"batch","messages":{}}""")]
    [InlineData("""{"type":"gap","channel":"\ud800","from":1,"to":2,"reason":"slow"}""")]
    public async Task MalformedMessage_CostsTheConnection_AndNoData(string message)
    {
        var client = Connect();
        await using var reading = new Reading(client, "flows");
        var connection = await Server.AcceptAsync();
        await connection.AcceptAsync();
        await connection.SendAsync(message);
        ((int?)await connection.Closed).ShouldBe(1002);
        await PassDelayAsync(client);
        var next = await Server.AcceptAsync();
        (await next.AcceptAsync()).GetProperty("resume").GetRawText().ShouldBe("""{"epoch":"e1","sequences":{"flows":0}}""");
        await next.DataAsync("flows", 1);
        (await reading.DataAsync()).Sequence.ShouldBe(1);
        client.Statistics.Malformed.ShouldBe(1);
    }

    [Fact]
    public async Task BinaryOrTooLongMessage_CostsTheConnection()
    {
        var client = Connect(new RealtimeClientOptions { Address = Server.Address, MaxMessageBytes = 1024 });
        await using var reading = new Reading(client, "flows");
        var connection = await Server.AcceptAsync();
        await connection.AcceptAsync();
        await connection.SendBinaryAsync([1, 2, 3]);
        await PassDelayAsync(client);
        var next = await Server.AcceptAsync();
        await next.AcceptAsync();
        await next.DataAsync("flows", 1, $"\"{new string('x', 2000)}\"");
        await PassDelayAsync(client);
        await (await Server.AcceptAsync()).AcceptAsync();
        client.Statistics.Malformed.ShouldBe(2);
    }

    private sealed record Order(string Name, double Price);

    [JsonSerializable(typeof(Order))]
    [JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
    private sealed partial class Json : JsonSerializerContext;
}
