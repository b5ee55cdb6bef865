using System.Text;
using System.Text.Json;
using Attune.Testing;

namespace Attune.Realtime.Tests;

public class RealtimeListenerTests
{
    [Fact]
    public async Task Listen_HearsWhatAClientWouldHear()
    {
        using var hub = new HubUnderTest().With("jobs.*");
        using var listener = hub.Hub.Listen("jobs.*");
        (await HearAsync(listener)).GetProperty("type").GetString().ShouldBe("subscribed");
        hub.Publish("5", "jobs.1");
        await hub.PassUntilAsync(() => listener.Messages.TryPeek(out _));
        var data = await HearAsync(listener);
        (data.GetProperty("channel").GetString(), data.GetProperty("data").GetInt32()).ShouldBe(("jobs.1", 5));
    }

    [Fact]
    public async Task ListenerThatDoesNotRead_LosesMessagesAndIsTold_AndHoldsUpNobody()
    {
        using var hub = new HubUnderTest(new RealtimeOptions { QueueCapacity = 4, FlushWindow = TimeSpan.Zero }).With("flows");
        using var listener = hub.Hub.Listen("flows");
        for (var i = 0; i < 100; i++)
        {
            hub.Publish(1);
            await hub.SettleAsync();
        }

        var (came, told) = (0L, 0L);
        while (came + told < 100)
        {
            await hub.PassUntilAsync(() => listener.Messages.TryPeek(out _));
            var message = await HearAsync(listener);
            foreach (var part in message.TryGetProperty("messages", out var batch) ? batch.EnumerateArray().ToArray() : [message])
            {
                came += part.GetProperty("type").GetString() == "data" ? 1 : 0;
                told += part.GetProperty("type").GetString() == "gap" ? part.GetProperty("count").GetInt64() : 0;
            }
        }

        told.ShouldBeGreaterThan(0);
        (came + told).ShouldBe(100);
    }

    [Theory]
    [InlineData("listener")]
    [InlineData("hub")]
    [InlineData("drain")]
    public async Task Messages_Complete_WhenEitherEnds(string ends)
    {
        using var hub = new HubUnderTest().With("flows");
        using var listener = hub.Hub.Listen("flows");
        await HearAsync(listener);
        switch (ends)
        {
            case "listener":
                listener.Dispose();
                break;
            case "hub":
                hub.Dispose();
                break;
            default:
                hub.Publish(1);
                hub.Hub.Drain();
                (await HearAsync(listener)).GetProperty("type").GetString().ShouldBe("data");
                break;
        }

        await listener.Messages.Completion.WaitAsync(Eventually.Bound);
        listener.Dispose();
        hub.Hub.ClientCount.ShouldBe(0);
    }

    [Fact]
    public void Listen_ThatIsRefused_LeavesNothingBehind()
    {
        using var hub = new HubUnderTest(new RealtimeOptions { MaxChannels = 1, MaxClients = 1 }).With("flows").With("jobs.*");
        Should.Throw<ArgumentException>(() => hub.Hub.Listen("secrets"));
        Should.Throw<ArgumentException>(() => hub.Hub.Listen("jobs.1", "jobs.2"));
        Should.Throw<FormatException>(() => hub.Hub.Listen("no channel"));
        hub.Hub.ClientCount.ShouldBe(0);
        using var listener = hub.Hub.Listen("jobs.1");
        Should.Throw<InvalidOperationException>(() => hub.Hub.Listen("jobs.1"));
    }

    private static async Task<JsonElement> HearAsync(RealtimeListener listener)
    {
        var message = await listener.Messages.ReadAsync().AsTask().WaitAsync(Eventually.Bound);
        return JsonDocument.Parse(Encoding.UTF8.GetString(message.Span)).RootElement;
    }
}
