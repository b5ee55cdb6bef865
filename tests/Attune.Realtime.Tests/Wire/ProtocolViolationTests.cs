using Attune.Realtime.Wire;

namespace Attune.Realtime.Tests.Wire;

/// <summary>Frames that break RFC 6455 or RFC 7692: the sound ones before them are read, then the connection is closed with the code that is due.</summary>
public class ProtocolViolationTests
{
    private static readonly RawFrame Hello = RawFrame.Text("hello");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(7)]
    public async Task ReservedBits_WithoutAnExtension(int bits) => await BreaksAsync(1002, (Hello with { Reserved = bits }).ToBytes());

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task ReservedBits_ThatNoExtensionUses(int bits) => await BreaksAsync(1002, (Hello with { Reserved = bits }).ToBytes(), compression: true);

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(11)]
    [InlineData(15)]
    public async Task ReservedOpcode(int opcode) => await BreaksAsync(1002, new RawFrame(opcode, []).ToBytes());

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(200)]
    public async Task FrameWithoutAMask(int length) => await BreaksAsync(1002, new RawFrame(1, new byte[length]).ToBytes(masked: false));

    [Fact]
    public async Task ControlFrameWithoutAMask() => await BreaksAsync(1002, RawFrame.Ping([1]).ToBytes(masked: false));

    [Theory]
    [InlineData(5, 2)]
    [InlineData(125, 8)]
    [InlineData(65_535, 8)]
    public async Task LengthInALongerForm(int length, int lengthBytes) => await BreaksAsync(1002, new RawFrame(1, new byte[length]).ToBytes(lengthBytes: lengthBytes));

    [Fact]
    public async Task LengthBeyondSixtyThreeBits() => await BreaksAsync(1002, [0x81, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0]);

    [Fact]
    public async Task ContinuationWithoutAStart() => await BreaksAsync(1002, RawFrame.Next("more"u8.ToArray()).ToBytes());

    [Fact]
    public async Task ContinuationAfterAWholeText() => await BreaksAsync(1002, RawFrame.Next([], final: false).ToBytes());

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task TextWithinAFragmentedText(int opcode) =>
        await BreaksAsync(1002, [.. RawFrame.Text("begun", final: false).ToBytes(), .. new RawFrame(opcode, [1]).ToBytes()]);

    [Fact]
    public async Task CompressionBit_OnAContinuation() =>
        await BreaksAsync(1002, [.. (RawFrame.Compressed("begun") with { Final = false }).ToBytes(), .. (RawFrame.Next([]) with { Reserved = RawFrame.Rsv1 }).ToBytes()], compression: true);

    [Theory]
    [InlineData("C328")] // a first byte without its second
    [InlineData("80")] // a second byte without a first
    [InlineData("C080")] // overlong
    [InlineData("E080AF")] // overlong
    [InlineData("F0808080")] // overlong
    [InlineData("EDA080")] // half of a surrogate pair
    [InlineData("EDB080")] // the other half
    [InlineData("F4908080")] // beyond U+10FFFF
    [InlineData("F8888080")] // five bytes
    [InlineData("FF")]
    [InlineData("CEBAE1BDB9CF83CEBCCEB5EDA080656469746564")]
    [InlineData("E282")] // ends within a character
    [InlineData("F09F8C")]
    public async Task TextThatIsNotUtf8(string hex)
    {
        var text = Convert.FromHexString(hex);
        await BreaksAsync(1007, RawFrame.Text(text).ToBytes());
        await BreaksAsync(1007, [.. RawFrame.Text(text[..1], final: false).ToBytes(), .. RawFrame.Ping([]).ToBytes(), .. RawFrame.Next(text[1..]).ToBytes()], pongs: null);
        await BreaksAsync(1007, new RawFrame(1, RawFrame.Deflate(text), Reserved: RawFrame.Rsv1).ToBytes(), compression: true);
    }

    [Fact]
    public async Task CharactersCutByFragments_AreNoViolation()
    {
        await using var host = await WireHost.StartAsync();
        using var client = await RawWebSocket.OpenAsync(host.Address);
        var text = "\U0010FFFF€é\uD7FF\uE000\uFFFE";
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        await client.SendAsync([.. bytes.Select((one, i) => new RawFrame(i == 0 ? 1 : 0, [one], i == bytes.Length - 1))]);
        (await client.ReadTextAsync()).ShouldBe(text);
    }

    [Fact]
    public async Task InvalidUtf8_IsToldBeforeTheTextIsWhole()
    {
        await using var host = await WireHost.StartAsync();
        using var client = await RawWebSocket.OpenAsync(host.Address);
        await client.SendAsync(RawFrame.Text([(byte)'a', 0xFF], final: false));
        (await client.ReadCloseAndEndAsync()).ShouldBe(1007);
    }

    /// <param name="code">The code that is due.</param>
    /// <param name="bytes">What breaks the protocol.</param>
    /// <param name="compression">permessage-deflate is used.</param>
    /// <param name="pongs">Pongs that come before the close; null for one that may come.</param>
    private static async Task BreaksAsync(int code, byte[] bytes, bool compression = false, int? pongs = 0)
    {
        await using var host = await WireHost.StartAsync();
        using var client = await RawWebSocket.OpenAsync(host.Address, compression);
        // In one write with what is sound, and followed by what nobody may look at.
        await client.WriteAsync([.. Hello.ToBytes(), .. bytes, .. Hello.ToBytes()]);
        (await client.ReadTextAsync()).ShouldBe("hello");
        var frame = (await client.ReadFrameAsync()).ShouldNotBeNull();
        if (pongs is null && frame.Opcode == 10)
        {
            frame = (await client.ReadFrameAsync()).ShouldNotBeNull();
        }

        (frame.Opcode, (frame.Payload[0] << 8) | frame.Payload[1]).ShouldBe((8, code));
        client.HalfClose();
        (await client.ReadFrameAsync()).ShouldBeNull();
        (await host.OnlySessionAsync()).Heard.ShouldBe(
            [(WireMessageKind.Text, (ushort)0), (WireMessageKind.Broken, (ushort)code), (WireMessageKind.Broken, WireMessage.Vanished)]);
    }
}
