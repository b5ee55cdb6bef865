using System.Text;
using Attune.Realtime.Wire;

namespace Attune.Realtime.Tests.Wire;

/// <summary>Texts come in whole, however they are cut.</summary>
public class WireMessageTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(127)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(131_072)]
    public async Task Text_OfAnyLength_ComesBack(int length)
    {
        await using var host = await WireHost.StartAsync();
        using var client = await RawWebSocket.OpenAsync(host.Address);
        var text = new string('x', length);
        await client.SendAsync(RawFrame.Text(text));
        (await client.ReadTextAsync()).ShouldBe(text);
        await client.SendAsync(RawFrame.Text("again"));
        (await client.ReadTextAsync()).ShouldBe("again");
    }

    [Fact]
    public async Task ManyTexts_InOneWrite_ComeBackInOrder()
    {
        await using var host = await WireHost.StartAsync();
        using var client = await RawWebSocket.OpenAsync(host.Address);
        await client.SendAsync([.. Enumerable.Range(0, 500).Select(number => RawFrame.Text($"{number}"))]);
        for (var i = 0; i < 500; i++)
        {
            (await client.ReadTextAsync()).ShouldBe($"{i}");
        }
    }

    [Fact]
    public async Task Text_InFragments_ComesBackWhole()
    {
        await using var host = await WireHost.StartAsync();
        using var client = await RawWebSocket.OpenAsync(host.Address);
        await client.SendAsync(
            RawFrame.Text("", final: false), RawFrame.Next("Hel"u8.ToArray(), final: false), RawFrame.Next([], final: false), RawFrame.Next("lo"u8.ToArray(), final: false), RawFrame.Next([]));
        (await client.ReadTextAsync()).ShouldBe("Hello");
    }

    [Fact]
    public async Task Text_InEmptyFragments_IsEmpty()
    {
        await using var host = await WireHost.StartAsync();
        using var client = await RawWebSocket.OpenAsync(host.Address);
        await client.SendAsync(RawFrame.Text("", final: false), RawFrame.Next([], final: false), RawFrame.Next([]), RawFrame.Text("next"));
        (await client.ReadTextAsync()).ShouldBe("");
        (await client.ReadTextAsync()).ShouldBe("next");
    }

    [Fact]
    public async Task Pings_BetweenFragments_AreAnsweredBeforeTheText()
    {
        await using var host = await WireHost.StartAsync();
        using var client = await RawWebSocket.OpenAsync(host.Address);
        await client.SendAsync(
            RawFrame.Text("one ", final: false), RawFrame.Ping("a"u8.ToArray()), RawFrame.Next("two "u8.ToArray(), final: false), RawFrame.Ping("b"u8.ToArray()), RawFrame.Next("three"u8.ToArray()));
        foreach (var expected in "ab")
        {
            var pong = (await client.ReadFrameAsync()).ShouldNotBeNull();
            (pong.Opcode, Encoding.ASCII.GetString(pong.Payload)).ShouldBe((10, $"{expected}"));
        }

        (await client.ReadTextAsync()).ShouldBe("one two three");
    }

    [Fact]
    public async Task Text_InSingleBytesOnTheNetwork_ComesBack()
    {
        await using var host = await WireHost.StartAsync();
        using var client = await RawWebSocket.OpenAsync(host.Address);
        var text = "κόσμε 🌍 " + new string('y', 130);
        byte[] bytes =
        [
            .. RawFrame.Text(text[..2], final: false).ToBytes(), .. RawFrame.Ping("!"u8.ToArray()).ToBytes(), .. RawFrame.Next(Encoding.UTF8.GetBytes(text[2..])).ToBytes(),
        ];
        foreach (var one in bytes)
        {
            await client.WriteAsync([one]);
        }

        (await client.ReadFrameAsync()).ShouldNotBeNull().Opcode.ShouldBe(10);
        (await client.ReadTextAsync()).ShouldBe(text);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(10)]
    public async Task Text_UpToTheLimit_IsRead_AndOneByteMoreIsTooBig(int fragments)
    {
        const int limit = 3000;
        await using var host = await WireHost.StartAsync(WireHost.Options with { MaxMessageBytes = limit });
        using var client = await RawWebSocket.OpenAsync(host.Address);
        await client.SendAsync(Cut(limit, fragments));
        (await client.ReadTextAsync()).Length.ShouldBe(limit);

        await client.SendAsync(Cut(limit + 1, fragments));
        (await client.ReadCloseAsync()).ShouldBe(1009);
        await client.SendAsync(RawFrame.Text("passed over"), RawFrame.Close(1000));
        (await client.ReadFrameAsync()).ShouldBeNull();
        (await host.OnlySessionAsync()).Heard.ShouldBe([(WireMessageKind.Text, (ushort)0), (WireMessageKind.TooBig, (ushort)0), (WireMessageKind.Close, (ushort)0)]);
    }

    [Fact]
    public async Task HugeFrame_IsTooBigByItsHeader()
    {
        await using var host = await WireHost.StartAsync(WireHost.Options with { MaxMessageBytes = 1000 });
        using var client = await RawWebSocket.OpenAsync(host.Address);
        // A frame of 2^40 bytes, of which nothing comes.
        await client.WriteAsync([0x81, 0xFF, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        (await client.ReadCloseAndEndAsync()).ShouldBe(1009);
    }

    [Fact]
    public async Task HugeFrame_IsTooBigBeforeItHasCome()
    {
        await using var host = await WireHost.StartAsync(WireHost.Options with { MaxMessageBytes = 1000 });
        using var client = await RawWebSocket.OpenAsync(host.Address);
        // A frame of 2^40 bytes, of which a little comes.
        await client.WriteAsync([0x81, 0xFF, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, .. new byte[2000]]);
        (await client.ReadCloseAndEndAsync()).ShouldBe(1009);
        (await host.OnlySessionAsync()).Heard.Select(heard => heard.Kind).ShouldBe([WireMessageKind.TooBig, WireMessageKind.Broken]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100_000)]
    public async Task BinaryMessage_IsTold_AndPassedOverUntilTheClose(int length)
    {
        await using var host = await WireHost.StartAsync(WireHost.Options with { MaxMessageBytes = 1000 });
        using var client = await RawWebSocket.OpenAsync(host.Address);
        await client.SendAsync(new RawFrame(2, new byte[length]), RawFrame.Text("passed over"));
        (await client.ReadCloseAsync()).ShouldBe(1003);
        await client.SendAsync(RawFrame.Close(1000));
        (await client.ReadFrameAsync()).ShouldBeNull();
        (await host.OnlySessionAsync()).Heard.Select(heard => heard.Kind).ShouldBe([WireMessageKind.Binary, WireMessageKind.Close]);
    }

    private static RawFrame[] Cut(int length, int fragments) =>
        [.. Enumerable.Range(0, fragments).Select(i => new RawFrame(i == 0 ? 1 : 0, [.. Enumerable.Repeat((byte)'z', (length / fragments) + (i == 0 ? length % fragments : 0))], i == fragments - 1))];
}
