using System.Text;
using Attune.Realtime.Wire;

namespace Attune.Realtime.Tests.Wire;

public class CompressionTests
{
    private static readonly string Long = string.Concat(Enumerable.Range(0, 5000).Select(number => $"{{\"n\":{number}}}"));

    [Theory]
    [InlineData("")]
    [InlineData("Hello")]
    [InlineData("κόσμε 🌍")]
    public async Task CompressedText_ComesBack(string text)
    {
        await using var host = await WireHost.StartAsync();
        using var client = await RawWebSocket.OpenAsync(host.Address, compression: true);
        // No context goes from one message to the next.
        for (var i = 0; i < 3; i++)
        {
            await client.SendAsync(RawFrame.Compressed(text));
            (await client.ReadTextAsync()).ShouldBe(text);
        }
    }

    [Fact]
    public async Task PlainAndCompressedTexts_MayAlternate()
    {
        await using var host = await WireHost.StartAsync();
        using var client = await RawWebSocket.OpenAsync(host.Address, compression: true);
        await client.SendAsync(RawFrame.Text("plain"), RawFrame.Compressed(Long), RawFrame.Text("again"));
        (await client.ReadTextAsync()).ShouldBe("plain");
        (await client.ReadTextAsync()).ShouldBe(Long);
        (await client.ReadTextAsync()).ShouldBe("again");
    }

    [Fact]
    public async Task CompressedText_InFragmentsWithPings_ComesBack()
    {
        await using var host = await WireHost.StartAsync();
        using var client = await RawWebSocket.OpenAsync(host.Address, compression: true);
        var bytes = RawFrame.Deflate(Encoding.UTF8.GetBytes(Long));
        var third = bytes.Length / 3;
        await client.SendAsync(
            new RawFrame(1, bytes[..third], Final: false, RawFrame.Rsv1), RawFrame.Ping("p"u8.ToArray()),
            RawFrame.Next([], final: false), RawFrame.Next(bytes[third..], final: false), RawFrame.Next([]));
        (await client.ReadFrameAsync()).ShouldNotBeNull().Opcode.ShouldBe(10);
        (await client.ReadTextAsync()).ShouldBe(Long);
    }

    [Theory]
    [InlineData("FFFFFFFF")]
    [InlineData("06")]
    [InlineData("0100FFFE")]
    public async Task CorruptData_EndsTheConnection(string hex)
    {
        await using var host = await WireHost.StartAsync();
        using var client = await RawWebSocket.OpenAsync(host.Address, compression: true);
        await client.SendAsync(new RawFrame(1, Convert.FromHexString(hex), Reserved: RawFrame.Rsv1));
        (await client.ReadCloseAndEndAsync()).ShouldBe(1007);
        (await host.OnlySessionAsync()).Heard.First().ShouldBe((WireMessageKind.Broken, (ushort)1007));
    }

    /// <summary>.NET inflates what there is; what comes of it is a text or not.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(5000)]
    public async Task TruncatedData_IsATextOrAnError_AndNoHang(int missing)
    {
        await using var host = await WireHost.StartAsync();
        using var client = await RawWebSocket.OpenAsync(host.Address, compression: true);
        await client.SendAsync(new RawFrame(1, RawFrame.Deflate(Encoding.UTF8.GetBytes(Long))[..^missing], Reserved: RawFrame.Rsv1), RawFrame.Close(1000));
        var frame = (await client.ReadFrameAsync()).ShouldNotBeNull();
        if (frame.Opcode == 1)
        {
            (await client.ReadCloseAndEndAsync()).ShouldBe(1000);
        }
        else
        {
            ((frame.Payload[0] << 8) | frame.Payload[1]).ShouldBe(1007);
        }
    }

    [Fact]
    public async Task CompressedText_UpToTheLimit_IsRead()
    {
        await using var host = await WireHost.StartAsync(WireHost.Options with { MaxMessageBytes = Long.Length });
        using var client = await RawWebSocket.OpenAsync(host.Address, compression: true);
        await client.SendAsync(RawFrame.Compressed(Long), RawFrame.Compressed(Long + "!"));
        (await client.ReadTextAsync()).ShouldBe(Long);
        (await client.ReadCloseAsync()).ShouldBe(1009);
    }
}
