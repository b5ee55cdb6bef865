using System.Text.Json;
using Attune.Realtime.Access;
using Attune.Realtime.Wire;
using Attune.Testing;

namespace Attune.Realtime.Tests.Delivery;

/// <summary>What goes wrong with one client or one publisher stays with it.</summary>
public class FaultTests
{
    [Fact]
    public async Task TransportThatFails_CostsItsOwnClientOnly()
    {
        using var hub = new HubUnderTest().With("flows");
        using var faulty = new FaultyTransport();
        var failing = Enumerable.Range(0, 40).Select(_ => hub.Hub.TryConnect(faulty, false, RealtimeIdentity.Anonymous)!).ToList();
        failing.ForEach(client => client.Subscribe(HubUnderTest.Command("flows")).ShouldBeNull());
        var (_, transport) = await hub.SubscribeAsync("flows");
        hub.Publish(2);
        await hub.PassUntilAsync(() => transport.Sequences().Count == 2);
        await Task.WhenAll(failing.Select(client => client.Outbox.Ended)).WaitAsync(Eventually.Bound);
    }

    [Fact]
    public async Task Ended_WaitsForTheSendThatIsUnderWay()
    {
        using var hub = new HubUnderTest().With("flows");
        var (client, transport) = await hub.SubscribeAsync("flows");
        transport.Stall();
        hub.Publish(1);
        await hub.PassUntilAsync(() => transport.IsWaiting);
        hub.Hub.Disconnect(client);
        client.Outbox.Ended.IsCompleted.ShouldBeFalse("the transport is still in use");
        client.Abort();
        await client.Outbox.Ended.WaitAsync(Eventually.Bound);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Publish_OfHalfAValue_IsRefusedAndNobodyGetsIt(int started)
    {
        using var hub = new HubUnderTest().With("flows");
        var (_, transport) = await hub.SubscribeAsync("flows");
        Should.Throw<InvalidOperationException>(() => hub.Hub.Publish("flows", json =>
        {
            for (var i = 0; i < started; i++)
            {
                json.WriteStartObject();
            }
        }));
        hub.Hub.Publish("flows", json => JsonSerializer.Serialize(json, 7)).ShouldBe(1);
        await hub.PassUntilAsync(() => transport.Of("data").Count == 1);
        transport.Of("data")[0].GetProperty("data").GetInt32().ShouldBe(7);
    }

    [Fact]
    public async Task Publish_AfterDispose_ReachesNobodyAndThrowsNothing()
    {
        var hub = new HubUnderTest().With("flows");
        hub.Publish(1);
        hub.Dispose();
        hub.Publish().ShouldBe(2);
        (await Task.Run(() => hub.Publish()).WaitAsync(Eventually.Bound)).ShouldBe(3);
        hub.Hub.TryConnect(new FakeTransport(), false, RealtimeIdentity.Anonymous).ShouldBeNull();
    }

    private sealed class FaultyTransport : FrameTransport
    {
        public override int TrySend(ReadOnlySpan<byte> frames) => throw new NotSupportedException("Out of order.");

        public override ValueTask SendAsync(ReadOnlyMemory<byte> frames, CancellationToken cancellationToken) => throw new NotSupportedException("Out of order.");

        public override void Abort()
        {
        }
    }
}
