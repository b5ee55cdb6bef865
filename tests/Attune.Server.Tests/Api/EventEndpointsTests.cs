using System.Text;
using System.Text.Json;
using Attune.Server.Tests.Testing;
using Attune.Storage;
using Attune.Testing;

namespace Attune.Server.Tests.Api;

public sealed class EventEndpointsTests
{
    [Fact]
    public async Task Post_Array_StoresEveryEventAndCountsThem()
    {
        await using var server = await RunningServer.StartAsync();

        (await server.IngestAsync(EventBodies.Array(EventBodies.Flow(1), EventBodies.Flow(2), EventBodies.Text(3)))).ShouldBe((3, 3, 0));

        var rows = await server.Store.CountRowsAsync();
        (rows.Flows, rows.Texts).ShouldBe((2, 1));
    }

    [Fact]
    public async Task Post_SingleObject_IsOneEvent()
    {
        await using var server = await RunningServer.StartAsync();

        (await server.IngestAsync(EventBodies.Flow(1))).ShouldBe((1, 1, 0));
    }

    [Theory]
    [InlineData("application/x-ndjson")]
    [InlineData("application/jsonl; charset=utf-8")]
    [InlineData("Application/X-NDJSON")]
    public async Task Post_Lines_SkipsEmptyOnesAndTakesAnyLineEnd(string type)
    {
        await using var server = await RunningServer.StartAsync();
        var body = $"\n{EventBodies.Flow(1)}\r\n\r\n  \t\n{EventBodies.Flow(2)}\n{EventBodies.Text(3)}";

        (await server.IngestAsync(body, type)).ShouldBe((3, 3, 0));
    }

    [Theory]
    [InlineData("[]", "application/json")]
    [InlineData("", "application/x-ndjson")]
    [InlineData("\r\n\n", "application/x-ndjson")]
    public async Task Post_NoEvents_IsFine(string body, string type)
    {
        await using var server = await RunningServer.StartAsync();

        (await server.IngestAsync(body, type)).ShouldBe((0, 0, 0));
    }

    [Fact]
    public async Task Post_MediaTypeInOtherCase_IsTheSameType()
    {
        await using var server = await RunningServer.StartAsync();

        (await server.IngestAsync(EventBodies.Flow(1), "Application/JSON")).ShouldBe((1, 1, 0));
    }

    [Fact]
    public async Task Post_ThenGetFlows_GivesBackWhatWasSent()
    {
        await using var server = await RunningServer.StartAsync();
        await server.IngestAsync(EventBodies.FlowWith("message_id", "\"m@x\"").Replace("SMTP", "esmtp", StringComparison.Ordinal));

        var flow = (await server.GetJsonAsync("/v1/flows")).GetProperty("items").EnumerateArray().Single();

        flow.GetProperty("timestamp").GetDateTime().ShouldBe(new DateTime(2002, 8, 22, 12, 0, 0, DateTimeKind.Utc));
        flow.GetProperty("sourceIp").GetString().ShouldBe("10.0.0.1");
        flow.GetProperty("destinationIp").GetString().ShouldBe("mx.example.org");
        flow.GetProperty("bytesTransferred").GetInt64().ShouldBe(100);
        flow.GetProperty("protocol").GetString().ShouldBe("ESMTP");
        flow.GetProperty("messageId").GetString().ShouldBe("m@x");
        flow.GetProperty("stream").GetString().ShouldBe("http");
        flow.GetProperty("id").GetString()!.Length.ShouldBe(32);
    }

    [Fact]
    public async Task Post_SameRequestTwice_AddsNothing()
    {
        await using var server = await RunningServer.StartAsync();
        var body = EventBodies.Array(EventBodies.Flow(1), EventBodies.Text(2));
        await server.IngestAsync(body);

        (await server.IngestAsync(body)).ShouldBe((2, 0, 2));
        (await server.Store.CountRowsAsync()).ShouldBe(new RowCounts(1, 1, 0, 0, 0));
    }

    [Fact]
    public async Task Post_EqualContentTwiceInOneRequest_IsTwoEventsAlsoWhenResent()
    {
        await using var server = await RunningServer.StartAsync();
        var body = EventBodies.Array(EventBodies.Flow(1), EventBodies.Flow(1));

        (await server.IngestAsync(body)).ShouldBe((2, 2, 0));
        (await server.IngestAsync(body)).ShouldBe((2, 0, 2));
        (await server.Store.CountRowsAsync()).Flows.ShouldBe(2);
    }

    [Fact]
    public async Task Post_SameEventsAsLinesAndAsArray_AreTheSameEvents()
    {
        await using var server = await RunningServer.StartAsync();
        await server.IngestAsync(EventBodies.Array(EventBodies.Flow(1), EventBodies.Flow(2)));

        (await server.IngestAsync($"{EventBodies.Flow(1)}\r\n{EventBodies.Flow(2)}\r\n", "application/x-ndjson")).ShouldBe((2, 0, 2));
    }

    [Fact]
    public async Task Post_ExplicitIds_DecideWhatIsTheSameEvent()
    {
        await using var server = await RunningServer.StartAsync();

        (await server.IngestAsync(EventBodies.Array(EventBodies.Flow(1, id: "a"), EventBodies.Flow(1, id: "b")))).ShouldBe((2, 2, 0));
        (await server.IngestAsync(EventBodies.Array(EventBodies.Flow(1, bytes: 999, id: "a"), EventBodies.Flow(1, id: "c")))).ShouldBe((2, 1, 1));
        (await server.IngestAsync(EventBodies.Array(EventBodies.Flow(7, id: "d"), EventBodies.Flow(7, id: "d")))).ShouldBe((2, 1, 1));

        var flows = await server.Store.GetFlowsAsync(new FlowQuery());
        flows.Items.Count.ShouldBe(4);
        flows.Items.ShouldAllBe(row => row.Flow.Bytes == 100, "the first of two events with one id stays");
    }

    [Fact]
    public async Task Post_ManyBatchesAtOnce_StoresEachOnce()
    {
        await using var server = await RunningServer.StartAsync();
        var bodies = Enumerable.Range(0, 40).Select(batch => EventBodies.Array(Enumerable.Range(batch / 2 * 10, 10).Select(number => EventBodies.Flow(number))));

        var answers = await Task.WhenAll(bodies.Select(body => server.IngestAsync(body)));

        (answers.Sum(answer => answer.Added), answers.Sum(answer => answer.Duplicates)).ShouldBe((200, 200));
        (await server.Store.CountRowsAsync()).Flows.ShouldBe(200);
    }

    [Fact]
    public async Task Post_Unicode_SurvivesTheWayThroughTheStore()
    {
        await using var server = await RunningServer.StartAsync();
        var body = JsonSerializer.Serialize(new { timestamp = "2002-08-22", source_ip = "2001:DB8::0:1", destination_ip = "mx", bytes_transferred = 0, protocol = "x", message_id = "é😀\u0000\"" });
        await server.IngestAsync(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(body)));

        var flow = (await server.Store.GetFlowsAsync(new FlowQuery())).Items.Single().Flow;
        flow.MessageId.ShouldBe("é😀\uFFFD\"", "no engine keeps a NUL");
        flow.SourceIp.ShouldBe("2001:db8::1");
        flow.Timestamp.ShouldBe(SampleEvents.Start);
    }
}
