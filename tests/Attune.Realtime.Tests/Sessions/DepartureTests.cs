using System.Text;
using Attune.Realtime.Tests.Wire;
using Attune.Testing;

namespace Attune.Realtime.Tests.Sessions;

/// <summary>Clients that leave while something is being sent to them.</summary>
public class DepartureTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ClientThatLeavesWithoutReading_IsLetGo_AndTheServerStops(bool halfClose)
    {
        await using var host = await RealtimeHost.StartAsync(new RealtimeOptions { QueueCapacity = 4, SendBufferBytes = 4096 });
        using var client = await RawWebSocket.OpenAsync(host.Address, receiveBuffer: 4096);
        await client.SendAsync(RawFrame.Text("""{"type":"subscribe","channel":"flows"}"""));
        (await client.ReadTextAsync()).ShouldContain("subscribed");
        var payload = Encoding.UTF8.GetBytes($"\"{new string('x', 1 << 20)}\"");
        for (var i = 0; i < 20; i++)
        {
            host.Hub.Publish("flows", payload);
        }

        await Eventually.TrueAsync(() => host.Hub.QueueLength is > 0 and <= 4 && !host.Hub.IsFlushing);
        if (halfClose)
        {
            // It says nothing more, and does not read: the send that is under way would wait for ever.
            client.HalfClose();
        }
        else
        {
            client.Reset();
        }

        await Eventually.TrueAsync(() => host.Hub.ClientCount == 0);
        await host.StopAsync();
    }
}
