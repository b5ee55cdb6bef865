using System.Text.Json;
using Attune.Server.Tests.Testing;
using Attune.Storage;
using Attune.Testing;

namespace Attune.Server.Tests.Ingest;

public sealed class LiveFeedTests
{
    [Fact]
    public async Task Flows_WhenPosted_ArriveOnceAndInOrder()
    {
        await using var server = await RunningServer.StartAsync(("realtime.flows_per_message", "3"));
        using var socket = await LiveSocket.SubscribeAsync(server, "flows");
        var first = EventBodies.Array(Enumerable.Range(0, 7).Select(number => EventBodies.Flow(number, bytes: number)));
        await server.IngestAsync(first);
        await server.IngestAsync(first);
        await server.IngestAsync(EventBodies.Array(EventBodies.Text(1), EventBodies.Flow(7, bytes: 7)));

        var received = new List<JsonElement>();
        while (received.Count < 8)
        {
            var items = await socket.ReceiveItemsAsync("flows");
            items.Count.ShouldBeInRange(1, 3);
            received.AddRange(items);
        }

        received.Select(flow => flow.GetProperty("bytesTransferred").GetInt64()).ShouldBe(Enumerable.Range(0, 8).Select(number => (long)number));
        var stored = (await server.Store.GetFlowsAsync(new FlowQuery())).Items.Select(row => row.Flow.Id.ToString());
        received.Select(flow => flow.GetProperty("id").GetString()).ShouldBe(stored, ignoreOrder: true);
    }

    [Fact]
    public async Task Windows_WhenALaterEventMovesTheWatermark_ArriveWithTheirFigures()
    {
        await using var server = await RunningServer.StartAsync(("streaming.window_size", "01:00:00"), ("streaming.max_out_of_orderness", "00:10:00"));
        using var socket = await LiveSocket.SubscribeAsync(server, "windows");
        await server.IngestAsync(EventBodies.Array(EventBodies.Flow(1, bytes: 10), EventBodies.Flow(2, bytes: 30), EventBodies.Text(3, "spam")));
        await server.IngestAsync(EventBodies.Flow(4, bytes: 1000, time: SampleEvents.Start.AddMinutes(70)));

        var window = (await socket.ReceiveItemsAsync("windows")).Single();

        window.GetProperty("start").GetDateTime().ShouldBe(SampleEvents.Start);
        (window.GetProperty("flows").GetInt64(), window.GetProperty("bytes").GetInt64()).ShouldBe((2, 40));
        window.GetProperty("mean").GetDouble().ShouldBe(20);
        window.GetProperty("spamShare").GetDouble().ShouldBe(1);
    }

    [Fact]
    public async Task Messages_WhenPosted_ArriveWithoutTheirBodies()
    {
        await using var server = await RunningServer.StartAsync();
        using var socket = await LiveSocket.SubscribeAsync(server, "messages");
        await server.IngestAsync(EventBodies.Array(EventBodies.Flow(1), EventBodies.Text(2, "spam")));

        var text = (await socket.ReceiveItemsAsync("messages")).Single();

        text.GetProperty("label").GetString().ShouldBe("spam");
        text.GetProperty("subject").GetString().ShouldBe("Subject 2");
        text.TryGetProperty("body", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Metrics_ArriveEverySecondWithTheTotals()
    {
        await using var server = await RunningServer.StartAsync();
        await server.IngestAsync(EventBodies.Array(EventBodies.Flow(1), EventBodies.Text(2)));
        using var socket = await LiveSocket.SubscribeAsync(server, "metrics");

        var sample = (await socket.ReceiveItemsAsync("metrics")).Single();

        sample.GetProperty("totals").GetProperty("flows").GetInt64().ShouldBe(1);
        sample.GetProperty("totals").GetProperty("messages").GetInt64().ShouldBe(1);
        sample.GetProperty("clients").GetInt32().ShouldBe(1);
    }
}
