using System.Text;
using Attune.Realtime.Delivery;
using Attune.Realtime.Protocol;

namespace Attune.Realtime.Tests.Delivery;

/// <summary>What one flush sends, also when the same messages go to one client after another.</summary>
public sealed class FlushScratchTests : IDisposable
{
    private readonly HubUnderTest _hub = new HubUnderTest().With("flows").With("windows");
    private readonly FlushScratch _scratch = new(flushers: 1);

    [Fact]
    public void SameMessagesForTheNextClient_GiveTheSameFrame_PlainAndDeflated()
    {
        var messages = new[] { Make("flows", 1), Make("windows", 1), Make("flows", 2) };
        var plain = Compose(deflate: false, messages);
        var deflated = Compose(deflate: true, messages);
        Compose(deflate: false, messages).Equals(plain).ShouldBeTrue("the same memory");
        Compose(deflate: true, messages).Equals(deflated).ShouldBeTrue("the same memory");
        Sequences(plain).ShouldBe(["flows 1", "windows 1", "flows 2"]);
        Sequences(deflated).ShouldBe(["flows 1", "windows 1", "flows 2"]);
        deflated.Length.ShouldBeLessThan(plain.Length / 2);
    }

    [Fact]
    public void OtherMessages_GiveAnotherFrame()
    {
        var messages = Enumerable.Range(1, 4).Select(sequence => Make("flows", sequence)).ToArray();
        Sequences(Compose(deflate: true, messages.AsSpan(0, 2))).ShouldBe(["flows 1", "flows 2"]);
        Sequences(Compose(deflate: true, messages.AsSpan(0, 3))).ShouldBe(["flows 1", "flows 2", "flows 3"]);
        Sequences(Compose(deflate: true, messages.AsSpan(1, 2))).ShouldBe(["flows 2", "flows 3"]);
        Sequences(Compose(deflate: true, messages[3])).ShouldBe(["flows 4"]);
        Compose(deflate: true, messages[3]).Length.ShouldBeLessThan(messages[3].Frame.Length / 2);
        Sequences(Compose(deflate: false, messages[3])).ShouldBe(["flows 4"]);

        // Of another channel, with the same sequences.
        Sequences(Compose(deflate: true, Make("windows", 2), Make("windows", 3))).ShouldBe(["windows 2", "windows 3"]);
    }

    [Fact]
    public void Gaps_StandWhereTheMessagesWouldHaveStood()
    {
        _scratch.Clear();
        _scratch.AddGap(ServerMessages.Gap("flows", 1, 1, 1, "slow"));
        _scratch.Add(Make("flows", 2));
        _scratch.AddGap(ServerMessages.Gap("flows", 3, 4, 2, "slow"));
        _scratch.AddGap(ServerMessages.Gap("flows", 3, 4, 2, "rate"));
        _scratch.Add(Make("flows", 5));
        _scratch.AddGap(ServerMessages.Gap("windows", 6, 6, 1, "slow"));
        _scratch.Compose(deflate: true);
        using var transport = new FakeTransport();
        transport.TrySend(_scratch.Frames.ShouldHaveSingleItem().Span);
        transport.Messages.Select(message => message.GetProperty("type").GetString()).ShouldBe(["gap", "data", "gap", "gap", "data", "gap"]);
        _scratch.Clear();
        _scratch.Compose(deflate: true);
        _scratch.Frames.ShouldBeEmpty();
    }

    [Fact]
    public void Sent_ThatWasGivenAway_IsNotUsedAgain()
    {
        Compose(deflate: false, Make("flows", 1));
        using var given = _scratch.TakeSent();
        (given.Count, given.Bytes, given.PlainBytes).ShouldBe((1, _scratch.Frames[0].Length, _scratch.Frames[0].Length));
        Compose(deflate: false, Make("flows", 2), Make("flows", 3));
        (given.Count, _scratch.Sent.Count).ShouldBe((1, 2));
    }

    [Fact]
    public void Receivers_AreThoseWhoseFilterItPasses()
    {
        var message = Make("flows", 1);
        message.Receivers.ShouldBe(1);
        message.AddReceivers(3);
        message.AddReceivers(2);
        message.Receivers.ShouldBe(5);
    }

    public void Dispose()
    {
        _scratch.Dispose();
        _hub.Dispose();
    }

    private static IEnumerable<string> Sequences(ReadOnlyMemory<byte> frame)
    {
        using var transport = new FakeTransport();
        transport.TrySend(frame.Span);
        return [.. transport.Messages.Select(message => $"{message.GetProperty("channel")} {message.GetProperty("sequence")}")];
    }

    private HubMessage Make(string name, long sequence) =>
        HubMessage.Create(_hub.Hub.Directory.GetOrCreate(name), sequence, default, 0, Encoding.UTF8.GetBytes($"\"{new string('x', 2000)}\""), null);

    private ReadOnlyMemory<byte> Compose(bool deflate, params ReadOnlySpan<HubMessage> messages)
    {
        _scratch.Clear();
        foreach (var message in messages)
        {
            _scratch.Add(message);
        }

        _scratch.Compose(deflate);
        return _scratch.Frames.ShouldHaveSingleItem();
    }
}
