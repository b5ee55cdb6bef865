using System.IO.Compression;
using Attune.Realtime.Compression;
using Attune.Realtime.Wire;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Realtime.Tests.Compression;

public class DeflaterTests
{
    [Fact]
    public void CompressedFrame_GivesTheTextBack()
    {
        var content = Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf().Where(bytes => bytes.Length > 0);
        Prop.ForAll(content.ToArbitrary(), Gen.Choose(1, 2000).ToArbitrary(), (part, repeat) =>
        {
            byte[] text = [.. Enumerable.Repeat(part, repeat).SelectMany(bytes => bytes)];
            var compressed = Deflater.Compress(text, reserve: 7);
            using var inflate = new DeflateStream(new MemoryStream([.. compressed.AsSpan(7), 0, 0, 0xFF, 0xFF]), CompressionMode.Decompress);
            using var output = new MemoryStream();
            inflate.CopyTo(output);
            return output.ToArray().AsSpan().SequenceEqual(text);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void CompressedFrame_HasAHeaderThatFits()
    {
        var frame = new CompressionLearner(new RealtimeOptions(), TimeProvider.System).TryCompress(new byte[4000], 1000).ShouldNotBeNull();
        // Final, RSV1, text.
        frame.Span[0].ShouldBe((byte)0xC1);
        (WebSocketFrames.PayloadOf(frame.Span).Length + WebSocketFrames.HeaderLength(WebSocketFrames.PayloadOf(frame.Span).Length)).ShouldBe(frame.Length);
    }
}
