using Attune.Realtime.Wire;
using Attune.Testing;

namespace Attune.Realtime.Tests.Wire;

public class DisconnectTests
{
    private static readonly (WireMessageKind, ushort) Vanished = (WireMessageKind.Broken, WireMessage.Vanished);

    public static TheoryData<byte[]> Unfinished =>
    [
        Array.Empty<byte>(),
        [0x81],
        [0x81, 0xFE, 0x01],
        RawFrame.Text("cut off").ToBytes()[..^1],
        RawFrame.Text("cut off", final: false).ToBytes(),
        RawFrame.Close(1000).ToBytes()[..^1],
        RawFrame.Compressed("cut off").ToBytes()[..^2],
    ];

    [Theory]
    [MemberData(nameof(Unfinished))]
    public async Task HalfClosedClient_HasVanished_AndTheServerEndsItsHalf(byte[] last)
    {
        await using var host = await WireHost.StartAsync();
        using var client = await RawWebSocket.OpenAsync(host.Address, compression: true);
        await client.WriteAsync(last);
        client.HalfClose();
        (await client.ReadFrameAsync()).ShouldBeNull();
        (await host.OnlySessionAsync()).Heard.ShouldBe([Vanished]);
    }

    [Theory]
    [MemberData(nameof(Unfinished))]
    public async Task ResetClient_HasVanished(byte[] last)
    {
        await using var host = await WireHost.StartAsync();
        using var client = await RawWebSocket.OpenAsync(host.Address, compression: true);
        await client.WriteAsync(last);
        await Eventually.TrueAsync(() => last.Length == 0 || host.Sessions.Single().Connection.CanSendDirectly);
        client.Reset();
        (await host.OnlySessionAsync()).Heard.ShouldBe([Vanished]);
    }

    [Fact]
    public async Task Abort_EndsReceiving_AndIsHarmlessAfterwards()
    {
        await using var host = await WireHost.StartAsync();
        using var client = await RawWebSocket.OpenAsync(host.Address);
        await client.SendAsync(RawFrame.Text("here"));
        (await client.ReadTextAsync()).ShouldBe("here");
        var transport = host.Sessions.Single().Connection.Transport;
        transport.Abort();
        transport.Abort();
        (await client.ReadFrameAsync()).ShouldBeNull();
        (await host.OnlySessionAsync()).Heard.Last().ShouldBe(Vanished);
        transport.Abort();
        Should.Throw<IOException>(() => transport.TrySend(WebSocketFrames.Ping()));
    }

    [Fact]
    public async Task EndedConnection_SaysTheSameAgain()
    {
        var heard = new List<WireMessage>();
        await using var host = await WireHost.StartAsync(session: async connection =>
        {
            for (var i = 0; i < 3; i++)
            {
                heard.Add(await connection.ReceiveAsync(CancellationToken.None));
            }
        });
        using var client = await RawWebSocket.OpenAsync(host.Address);
        await client.SendAsync(RawFrame.Close(4321), RawFrame.Text("nobody reads this"));
        await host.OnlySessionAsync();
        heard.ShouldBe(Enumerable.Repeat(new WireMessage(WireMessageKind.Close, default, 4321), 3));
    }

    [Fact]
    public async Task CancelledReceive_Throws()
    {
        using var patience = new CancellationTokenSource();
        var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await WireHost.StartAsync(session: async connection =>
        {
            var receiving = connection.ReceiveAsync(patience.Token).AsTask();
            waiting.SetResult();
            await Should.ThrowAsync<OperationCanceledException>(receiving);
        });
        using var client = await RawWebSocket.OpenAsync(host.Address);
        await waiting.Task.WaitAsync(Eventually.Bound);
        await patience.CancelAsync();
        await host.OnlySessionAsync();
        (await client.ReadFrameAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task SendingToAVanishedClient_IsToldByAnException()
    {
        await using var host = await WireHost.StartAsync(session: async connection =>
        {
            await connection.ReceiveAsync(CancellationToken.None);
            (await connection.ReceiveAsync(CancellationToken.None)).CloseCode.ShouldBe(WireMessage.Vanished);
            await Should.ThrowAsync<IOException>(async () =>
            {
                while (true)
                {
                    await connection.Transport.SendAsync(WebSocketFrames.Text(new byte[1000]), CancellationToken.None);
                }
            });
        });
        using var client = await RawWebSocket.OpenAsync(host.Address);
        await client.SendAsync(RawFrame.Text("here"));
        await Eventually.TrueAsync(() => host.Sessions.Single().Connection.CanSendDirectly);
        client.Reset();
        await host.OnlySessionAsync();
    }
}
