using System.Buffers.Binary;
using Attune.Realtime.Wire;
using Attune.Testing;

namespace Attune.Realtime.Tests.Wire;

/// <summary>A client that does not read holds up nobody, and gets every byte when it reads again.</summary>
public class BackPressureTests
{
    private const int FrameBytes = 10_000;

    /// <summary>The system moves bytes from one side's buffer to the other's when it likes: only what no buffer can hold has to wait.</summary>
    private const int MoreThanAllBuffers = 16_000_000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task ClientThatReadsAgain_GetsAllInOrder(int times)
    {
        var blocked = new SemaphoreSlim(0);
        var read = new SemaphoreSlim(0);
        var sent = 0;
        await using var host = await WireHost.StartAsync(session: async connection =>
        {
            await connection.ReceiveAsync(CancellationToken.None);
            for (var round = 0; round < times; round++)
            {
                // Until the socket is full, mostly in the midst of a frame.
                byte[] frame;
                int taken;
                do
                {
                    frame = Numbered(sent++);
                    taken = connection.Transport.TrySend(frame);
                }
                while (taken == frame.Length);

                byte[] rest = [.. frame.AsSpan(taken), .. Numbered(sent++, MoreThanAllBuffers)];
                var sending = connection.Transport.SendAsync(rest, CancellationToken.None).AsTask();
                sending.IsCompleted.ShouldBeFalse();
                blocked.Release();
                await sending;
                read.Release();
            }

            await connection.ReceiveAsync(CancellationToken.None);
        });
        using var client = await RawWebSocket.OpenAsync(host.Address, receiveBuffer: 16_384);
        await client.SendAsync(RawFrame.Text("here"));
        var received = 0;
        for (var round = 0; round < times; round++)
        {
            (await blocked.WaitAsync(Eventually.Bound)).ShouldBeTrue();
            byte[] payload;
            do
            {
                payload = (await client.ReadFrameAsync()).ShouldNotBeNull().Payload;
                payload.AsSpan().SequenceEqual(Payload(received++, payload.Length)).ShouldBeTrue();
            }
            while (payload.Length == FrameBytes);

            (await read.WaitAsync(Eventually.Bound)).ShouldBeTrue();
        }

        received.ShouldBe(sent);
        sent.ShouldBeGreaterThan(2 * times);
        await client.SendAsync(RawFrame.Close(1000));
        await host.OnlySessionAsync();
    }

    [Fact]
    public async Task PendingSend_CanBeGivenUp_AndTheConnectionCut()
    {
        using var patience = new CancellationTokenSource();
        var blocked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = new TaskCompletionSource<WireMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await WireHost.StartAsync(session: async connection =>
        {
            await connection.ReceiveAsync(CancellationToken.None);
            var rest = FillAsync(connection, patience.Token);
            blocked.SetResult();
            await Should.ThrowAsync<OperationCanceledException>(rest);
            var receiving = connection.ReceiveAsync(CancellationToken.None);
            connection.Transport.Abort();
            ended.SetResult(await receiving);
            Should.Throw<IOException>(() => connection.Transport.TrySend(Numbered(0)));
        });
        using var client = await RawWebSocket.OpenAsync(host.Address, receiveBuffer: 16_384);
        await client.SendAsync(RawFrame.Text("here"));
        await blocked.Task.WaitAsync(Eventually.Bound);
        await patience.CancelAsync();
        (await ended.Task.WaitAsync(Eventually.Bound)).ShouldBe(new WireMessage(WireMessageKind.Broken, default, WireMessage.Vanished));
        await host.OnlySessionAsync();
    }

    [Fact]
    public async Task Abort_EndsAPendingSend()
    {
        var blocked = new TaskCompletionSource<FrameTransport>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await WireHost.StartAsync(session: async connection =>
        {
            await connection.ReceiveAsync(CancellationToken.None);
            var rest = FillAsync(connection, CancellationToken.None);
            blocked.SetResult(connection.Transport);
            await Should.ThrowAsync<IOException>(rest);
        });
        using var client = await RawWebSocket.OpenAsync(host.Address, receiveBuffer: 16_384);
        await client.SendAsync(RawFrame.Text("here"));
        (await blocked.Task.WaitAsync(Eventually.Bound)).Abort();
        await host.OnlySessionAsync();
    }

    [Fact]
    public async Task ClientThatVanishes_EndsAPendingSend()
    {
        var blocked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await WireHost.StartAsync(session: async connection =>
        {
            await connection.ReceiveAsync(CancellationToken.None);
            var rest = FillAsync(connection, CancellationToken.None);
            blocked.SetResult();
            await Should.ThrowAsync<IOException>(rest);
        });
        using var client = await RawWebSocket.OpenAsync(host.Address, receiveBuffer: 16_384);
        await client.SendAsync(RawFrame.Text("here"));
        await blocked.Task.WaitAsync(Eventually.Bound);
        client.Reset();
        await host.OnlySessionAsync();
    }

    [Fact]
    public async Task SendBuffer_BoundsWhatIsHeldForAStuckClient()
    {
        var taken = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await WireHost.StartAsync(WireHost.Options with { SendBufferBytes = 65_536 }, async connection =>
        {
            await connection.ReceiveAsync(CancellationToken.None);
            var total = 0;
            for (var sent = 1; sent > 0; total += sent)
            {
                sent = connection.Transport.TrySend(new byte[FrameBytes]);
            }

            taken.SetResult(total);
        });
        using var client = await RawWebSocket.OpenAsync(host.Address, receiveBuffer: 16_384);
        await client.SendAsync(RawFrame.Text("here"));
        // Both sides' buffers, which Linux doubles for its own needs; without the bound it is about 3.6 MB.
        (await taken.Task.WaitAsync(Eventually.Bound)).ShouldBeInRange(FrameBytes, 1_000_000);
    }

    [Fact]
    public async Task EndOfTheRequest_DeliversWhatTheSocketHolds()
    {
        var frame = Numbered(1, 100_000);
        await using var host = await WireHost.StartAsync(session: async connection =>
        {
            await connection.ReceiveAsync(CancellationToken.None);
            await connection.Transport.SendAsync(frame, CancellationToken.None);
        });
        using var client = await RawWebSocket.OpenAsync(host.Address);
        await client.SendAsync(RawFrame.Text("here"));
        await host.OnlySessionAsync();
        (await client.ReadFrameAsync()).ShouldNotBeNull().Payload.AsSpan().SequenceEqual(Payload(1, 100_000)).ShouldBeTrue();
        (await client.ReadFrameAsync()).ShouldBeNull();
    }

    /// <summary>Sends until the socket is full; the returned task is a send that cannot end.</summary>
    private static Task FillAsync(WireConnection connection, CancellationToken cancellationToken)
    {
        while (true)
        {
            var frame = Numbered(0);
            var taken = connection.Transport.TrySend(frame);
            if (taken < frame.Length)
            {
                return connection.Transport.SendAsync(new byte[MoreThanAllBuffers], cancellationToken).AsTask();
            }
        }
    }

    private static byte[] Numbered(int number, int length = FrameBytes) => WebSocketFrames.Text(Payload(number, length));

    private static byte[] Payload(int number, int length)
    {
        var payload = new byte[length];
        new Random(number).NextBytes(payload);
        BinaryPrimitives.WriteInt32BigEndian(payload, number);
        return payload;
    }
}
