using System.Text;
using Attune.Measurement;
using Attune.Suites.Realtime.Feeds;
using Attune.Suites.Realtime.Listeners;
using Attune.Testing;

namespace Attune.Suites.Tests.Realtime.Listeners;

public sealed class FeedSocketTests : IDisposable
{
    private static readonly byte[] Subscription = ClientFrames.OfText("subscribe");
    private static readonly byte[] Confirmed = ScriptedServer.Frame(1, """{"type":"subscribed"}"""u8);

    private readonly ScriptedServer _server = new();
    private readonly MessageTally _tally = new(new LatencyHistogram());

    [Theory]
    [InlineData(200)]
    [InlineData(2_000)]
    [InlineData(100_000)]
    public async Task Receive_FramesInPieces_TakesEachMessage(int payload)
    {
        using var client = await ConnectAsync();
        var stream = Enumerable.Range(0, 5).SelectMany(number => ScriptedServer.Frame(1, Payload(payload, number))).ToArray();
        foreach (var piece in stream.Chunk(977))
        {
            await _server.SendAsync(piece);
        }

        await Eventually.TrueAsync(() => _tally.Received == 5);
        (_tally.Lost, _tally.Disordered, client.WireBytes).ShouldBe((0, 0, 5L * payload));
    }

    [Fact]
    public async Task Receive_MessageInSeveralFrames_IsPutTogether()
    {
        using var client = await ConnectAsync();
        var message = Payload(400, 3);
        await _server.SendAsync([.. ScriptedServer.Frame(1, message.AsSpan(0, 12), last: false), .. ScriptedServer.Frame(9, []), .. ScriptedServer.Frame(0, message.AsSpan(12))]);
        await Eventually.TrueAsync(() => _tally.Received == 1);
        client.IsClosed.ShouldBeFalse();
    }

    [Fact]
    public async Task Receive_Ping_IsAnsweredWithItsBytes()
    {
        using var client = await ConnectAsync();
        await _server.SendAsync(ScriptedServer.Frame(9, [1, 2, 3]));
        (await _server.ReceiveAsync(9)).ShouldBe([0x8a, 0x83, 0, 0, 0, 0, 1, 2, 3]);
    }

    [Fact]
    public async Task Receive_CloseWith1013_IsTakenAsSlow()
    {
        using var client = await ConnectAsync();
        await _server.SendAsync(ScriptedServer.Frame(8, [0x03, 0xf5]));
        await Eventually.TrueAsync(() => client.IsClosed);
        client.ClosedAsSlow.ShouldBeTrue();
    }

    [Fact]
    public async Task Resume_AfterAStall_TakesWhatCameMeanwhile()
    {
        using var client = await ConnectAsync(stalls: true);
        await _server.SendAsync([.. ScriptedServer.Frame(1, Payload(200, 0)), .. ScriptedServer.Frame(9, [])]);
        client.Resume();
        await Eventually.TrueAsync(() => _tally.Received == 1);

        // The answer to the ping behind the message: the client has not read it twice.
        (await _server.ReceiveAsync(6))[0].ShouldBe((byte)0x8a);
        _tally.Received.ShouldBe(1);
    }

    [Fact]
    public async Task Connect_RefusedOpening_Throws()
    {
        var accepting = _server.AcceptAsync("HTTP/1.1 503 Service Unavailable\r\n\r\n");
        await Should.ThrowAsync<IOException>(() => OpenAsync(stalls: false));
        await accepting;
    }

    [Fact]
    public async Task Connect_ErrorInsteadOfConfirmation_Throws()
    {
        var connecting = OpenAsync(stalls: false);
        await _server.AcceptAsync();
        await _server.SendAsync(ScriptedServer.Frame(1, """{"type":"error","code":"forbidden"}"""u8));
        (await Should.ThrowAsync<IOException>(() => connecting)).Message.ShouldContain("forbidden");
    }

    public void Dispose() => _server.Dispose();

    private static byte[] Payload(int bytes, int number) => Encoding.UTF8.GetBytes(FeedPayloads.Render(FeedPayloads.Make(bytes)[0], number, 0));

    private async Task<FeedSocket> ConnectAsync(bool stalls = false)
    {
        var connecting = OpenAsync(stalls);
        await _server.AcceptAsync();
        (await _server.ReceiveAsync(Subscription.Length)).ShouldBe(Subscription);
        await _server.SendAsync(Confirmed);
        return await connecting;
    }

    private Task<FeedSocket> OpenAsync(bool stalls) => FeedSocket.ConnectAsync(_server.Command, Subscription, _tally, reads: true, buffer: 512, stalls, CancellationToken.None);
}
