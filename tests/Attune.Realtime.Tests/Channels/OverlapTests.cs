using Attune.Realtime.Access;
using Attune.Realtime.Channels;
using Attune.Realtime.Protocol;
using Attune.Testing;

namespace Attune.Realtime.Tests.Channels;

/// <summary>Subscriptions that overlap, are made anew, or change while messages wait.</summary>
public class OverlapTests
{
    [Fact]
    public async Task Subscribe_WhileAFlushIsDue_IsAnsweredBeforeWhatItBrings()
    {
        HubUnderTest? hub = null;
        using var under = hub = new HubUnderTest().With("windows").With("flows").With("late", new RealtimeChannelOptions
        {
            // The window passes and the flushers have their turn between the first channel and the second.
            Snapshot = _ =>
            {
                hub!.Pass();
                SpinWait.SpinUntil(() => !hub.Hub.IsFlushing, Eventually.Bound);
                return null;
            },
        });
        hub.Publish(3);
        var (client, transport) = await hub.SubscribeAsync("windows");
        hub.Pass();
        hub.Publish(2, "windows");
        var position = new ResumePoint(hub.Hub.Epoch, new Dictionary<string, long> { ["flows"] = 0 });
        client.Subscribe(HubUnderTest.Command("flows late", snapshot: true, resume: position)).ShouldBeNull();
        await hub.PassUntilAsync(() => transport.Sequences().Count >= 3 && transport.Sequences("windows").Count == 2);
        transport.Sequences().ShouldBe([1, 2, 3]);
        var types = transport.Messages.Where(message => message.GetProperty("type").GetString() == "subscribed" || message.GetProperty("channel").GetString() == "flows")
            .Select(message => message.GetProperty("type").GetString());
        types.ShouldBe(["subscribed", "subscribed", "data", "data", "data"]);
    }

    [Fact]
    public async Task Subscribe_PatternThatDecidesNothing_LeavesWhatWaitsAlone()
    {
        using var hub = new HubUnderTest().With("jobs.*", new RealtimeChannelOptions { LastIsSnapshot = true });
        var (client, transport) = await hub.SubscribeAsync("jobs.*");
        hub.Pass();
        hub.Publish(3, "jobs.1");
        client.Subscribe(HubUnderTest.Command("jobs.**", snapshot: true)).ShouldBeNull();
        await hub.PassUntilAsync(() => transport.Of("data").Count == 3);
        transport.Sequences("jobs.1").ShouldBe([1, 2, 3]);
        transport.Of("snapshot").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("jobs.* jobs.1 jobs.**")]
    [InlineData("jobs.1 jobs.**")]
    [InlineData("jobs.** jobs.1 jobs.1")]
    public async Task Subscribe_OneCommandThatOverlaps_GivesOneSnapshotAndEachMessageOnce(string channels)
    {
        using var hub = new HubUnderTest().With("jobs.*", new RealtimeChannelOptions { LastIsSnapshot = true });
        hub.Publish(2, "jobs.1");
        var position = new ResumePoint(hub.Hub.Epoch, new Dictionary<string, long> { ["jobs.1"] = 1 });
        var (_, transport) = await hub.SubscribeAsync(channels, snapshot: true);
        transport.Of("snapshot").Count.ShouldBe(1);
        var (_, resumed) = await hub.SubscribeAsync(channels, resume: position);
        hub.Publish(1, "jobs.1");
        await hub.PassUntilAsync(() => resumed.Of("data").Count == 2 && transport.Of("data").Count == 1);
        resumed.Sequences("jobs.1").ShouldBe([2, 3]);
        transport.Sequences("jobs.1").ShouldBe([3]);
    }

    [Fact]
    public async Task Become_WhoMayReadLess_EndsThoseSubscriptions()
    {
        using var hub = new HubUnderTest().With("flows").With("jobs.*");
        var (client, transport) = await hub.SubscribeAsync("flows jobs.1");
        client.Become(new RealtimeIdentity("some", [ChannelPattern.Parse("flows")], null));
        hub.Hub.SubscriptionCount.ShouldBe(1);
        client.Become(RealtimeIdentity.Anonymous);
        hub.Publish(1, "jobs.1");
        hub.Publish(1);
        await hub.PassUntilAsync(() => transport.Sequences().Count == 1);
        transport.Sequences("jobs.1").ShouldBeEmpty();
    }

    [Fact]
    public void Subscribe_AfterTheClientLeft_LeavesNothingBehind()
    {
        using var hub = new HubUnderTest().With("flows");
        var (client, _) = hub.Connect();
        hub.Hub.Disconnect(client);
        client.Subscribe(HubUnderTest.Command("flows")).ShouldBeNull();
        (hub.Hub.SubscriptionCount, hub.Hub.ClientCount, hub.Hub.ChannelCount).ShouldBe((0, 0, 0));
    }

    [Fact]
    public void ClientsThatAskForChannelsWithoutEnd_LeaveRoomForPublishers()
    {
        using var hub = new HubUnderTest(new RealtimeOptions { MaxChannels = 8 }).With("jobs.*");
        var (client, _) = hub.Connect();
        for (var i = 0; i < 6; i++)
        {
            client.Subscribe(HubUnderTest.Command($"jobs.{i}")).ShouldBeNull();
        }

        client.Subscribe(HubUnderTest.Command("jobs.6")).ShouldNotBeNull().Code.ShouldBe(ErrorCodes.TooManySubscriptions);
        hub.Publish(1, "jobs.a");
        hub.Publish(1, "jobs.b");

        // Those that were never published to go with their client; the others stay for who comes back.
        hub.Hub.Disconnect(client);
        hub.Clock.Advance(TimeSpan.FromSeconds(1));
        hub.Hub.ChannelCount.ShouldBe(2);
    }
}
