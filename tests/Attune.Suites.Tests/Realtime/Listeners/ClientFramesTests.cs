using System.Net.WebSockets;
using System.Text;
using Attune.Suites.Realtime.Listeners;

namespace Attune.Suites.Tests.Realtime.Listeners;

public class ClientFramesTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(65_535)]
    public async Task OfText_AnyLength_IsWhatAServerReads(int length)
    {
        var text = new string('t', length);
        using var server = WebSocket.CreateFromStream(new MemoryStream(ClientFrames.OfText(text)), new WebSocketCreationOptions { IsServer = true });
        var buffer = new byte[length + 1];
        var received = await server.ReceiveAsync(buffer, CancellationToken.None);
        (received.MessageType, received.EndOfMessage, Encoding.UTF8.GetString(buffer, 0, received.Count)).ShouldBe((WebSocketMessageType.Text, true, text));
    }
}
