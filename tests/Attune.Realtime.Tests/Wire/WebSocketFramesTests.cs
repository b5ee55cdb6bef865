using System.Buffers.Binary;
using System.Text;
using Attune.Realtime.Wire;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Realtime.Tests.Wire;

public class WebSocketFramesTests
{
    [Theory]
    [InlineData(0, "8100")]
    [InlineData(125, "817D")]
    [InlineData(126, "817E007E")]
    [InlineData(65_535, "817EFFFF")]
    [InlineData(65_536, "817F0000000000010000")]
    [InlineData(1L << 40, "817F0000010000000000")]
    public void WriteHeader_HasTheShortestLength(long length, string expected)
    {
        Span<byte> header = stackalloc byte[WebSocketFrames.MaxHeaderLength];
        var written = WebSocketFrames.WriteHeader(header, WebSocketFrames.TextOpcode, length, compressed: false);
        Convert.ToHexString(header[..written]).ShouldBe(expected);
    }

    [Fact]
    public void WriteHeader_Compressed_SetsOnlyTheFirstReservedBit()
    {
        Span<byte> header = stackalloc byte[WebSocketFrames.MaxHeaderLength];
        WebSocketFrames.WriteHeader(header, WebSocketFrames.TextOpcode, 1, compressed: true).ShouldBe(2);
        header[0].ShouldBe((byte)0xC1);
    }

    [Fact]
    public void WriteHeader_NegativeLength_Throws() =>
        Should.Throw<ArgumentOutOfRangeException>(() => WebSocketFrames.WriteHeader(new byte[WebSocketFrames.MaxHeaderLength], WebSocketFrames.TextOpcode, -1, compressed: false));

    [Fact]
    public void Text_IsHeaderAndPayload() => WebSocketFrames.Text("Hello"u8).ShouldBe([0x81, 0x05, .. "Hello"u8]);

    [Fact]
    public void Ping_IsEmpty() => WebSocketFrames.Ping().ShouldBe([0x89, 0x00]);

    [Fact]
    public void Close_IsCodeAndReason() => WebSocketFrames.Close(1001, "bye").ShouldBe([0x88, 0x05, 0x03, 0xE9, .. "bye"u8]);

    [Fact]
    public void Close_AnyReason_IsItsLongestBeginningThatFits() =>
        Prop.ForAll(Reasons.ToArbitrary(), reason =>
        {
            var frame = WebSocketFrames.Close(1013, reason);
            frame[1].ShouldBe((byte)(frame.Length - 2));
            frame[1].ShouldBeLessThanOrEqualTo((byte)125);
            BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(2)).ShouldBe((ushort)1013);

            var expected = "";
            foreach (var rune in reason.EnumerateRunes())
            {
                if (Encoding.UTF8.GetByteCount(expected + rune) > 123)
                {
                    break;
                }

                expected += rune;
            }

            new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(frame[4..]).ShouldBe(expected);
        }).QuickCheckThrowOnFailure();

    /// <summary>Texts of characters of one to four bytes, and halves of surrogate pairs.</summary>
    private static Gen<string> Reasons =>
        Gen.Elements("a", "é", "€", "🌍", "\ud83c").ListOf().Select(parts => string.Concat(parts))
            .SelectMany(text => Gen.Choose(0, 4).Select(times => string.Concat(Enumerable.Repeat(text, times))));
}
