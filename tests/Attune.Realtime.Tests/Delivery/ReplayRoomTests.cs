using Attune.Realtime.Protocol;

namespace Attune.Realtime.Tests.Delivery;

/// <summary>A client that comes back gets what the channels keep, however small its queue.</summary>
public class ReplayRoomTests
{
    private static readonly RealtimeChannelOptions Strict = new() { WhenFull = FullQueuePolicy.Disconnect };

    [Fact]
    public async Task Resume_OfMoreThanTheQueueHolds_DoesNotDisconnectAgain()
    {
        using var hub = new HubUnderTest(new RealtimeOptions { QueueCapacity = 4, ReplayMessages = 8 }).With("flows", Strict).With("windows", Strict);
        hub.Publish(8);
        hub.Publish(8, "windows");
        var position = new ResumePoint(hub.Hub.Epoch, new Dictionary<string, long> { ["flows"] = 0, ["windows"] = 2 });
        var (client, transport) = hub.Connect();
        transport.Stall();
        client.Subscribe(HubUnderTest.Command("flows windows", resume: position)).ShouldBeNull();
        await hub.SoonAsync(() => transport.IsWaiting);

        // What is live has its own room beside it.
        hub.Publish(4);
        client.IsClosing.ShouldBeFalse();
        transport.Resume();
        await hub.PassUntilAsync(() => transport.Of("data").Count == 18);
        transport.Sequences().ShouldBe([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
        transport.Sequences("windows").ShouldBe([3, 4, 5, 6, 7, 8]);
        transport.Of("gap").ShouldBeEmpty();

        transport.Stall();
        hub.Publish(1);
        await hub.PassUntilAsync(() => transport.IsWaiting);
        hub.Publish(5);
        client.IsClosing.ShouldBeTrue();
    }

    [Fact]
    public async Task Resume_WithMoreBytesThanTheQueueHolds_TellsTheGap()
    {
        using var hub = new HubUnderTest(new RealtimeOptions { QueueBytes = 2048, ReplayMessages = 10 }).With("flows", Strict);
        for (var i = 0; i < 10; i++)
        {
            hub.Publish($"\"{new string('x', 200)}\"");
        }

        var position = new ResumePoint(hub.Hub.Epoch, new Dictionary<string, long> { ["flows"] = 0 });
        var (client, transport) = await hub.SubscribeAsync("flows", resume: position);
        await hub.PassUntilAsync(() => transport.Sequences().Contains(10));
        client.IsClosing.ShouldBeFalse();
        transport.Sequences().ShouldBe([8, 9, 10]);
        var gap = transport.Of("gap").ShouldHaveSingleItem();
        (gap.GetProperty("from").GetInt64(), gap.GetProperty("to").GetInt64(), gap.GetProperty("count").GetInt64()).ShouldBe((1, 7, 7));
    }

    [Fact]
    public async Task LiveMessages_DropLiveOnes_NotThoseThatWereReplayed()
    {
        using var hub = new HubUnderTest(new RealtimeOptions { QueueCapacity = 2, ReplayMessages = 6 }).With("flows");
        hub.Publish(6);
        var (client, transport) = hub.Connect();
        transport.Stall();
        client.Subscribe(HubUnderTest.Command("flows", resume: new ResumePoint(hub.Hub.Epoch, new Dictionary<string, long> { ["flows"] = 0 }))).ShouldBeNull();
        await hub.SoonAsync(() => transport.IsWaiting);
        hub.Publish(5);
        transport.Resume();
        await hub.PassUntilAsync(() => transport.Sequences().Contains(11));
        transport.Sequences().ShouldBe([1, 2, 3, 4, 5, 6, 10, 11]);
        transport.Of("gap").ShouldHaveSingleItem().GetProperty("count").GetInt64().ShouldBe(3);
    }
}
