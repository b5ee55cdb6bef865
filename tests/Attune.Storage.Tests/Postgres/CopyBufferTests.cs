using System.Buffers.Binary;
using System.Text;
using Attune.Events;
using Attune.Storage.Postgres;

namespace Attune.Storage.Tests.Postgres;

public sealed class CopyBufferTests
{
    private static readonly byte[] Header = [(byte)'P', (byte)'G', (byte)'C', (byte)'O', (byte)'P', (byte)'Y', 10, 255, 13, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    [Fact]
    public void Rows_AllKindsOfValues_AreThoseOfTheFormat()
    {
        var id = new EventId(UInt128.MaxValue - 5);
        using var stream = new MemoryStream();
        using var buffer = new CopyBuffer();
        buffer.Begin(stream);
        buffer.BeginRow(8);
        buffer.Write(-2L);
        buffer.Write(1.5);
        buffer.Write(true);
        buffer.Write(DateTime.UnixEpoch.AddMilliseconds(258));
        buffer.Write(id);
        buffer.Write("é");
        buffer.Write((string?)null);
        buffer.WriteInt32(3);
        buffer.End();

        byte[] expected =
        [
            .. Header, 0, 8, 0, 0, 0, 8, 255, 255, 255, 255, 255, 255, 255, 254, 0, 0, 0, 8, 0x3F, 0xF8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1,
            0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 1, 2, 0, 0, 0, 16, .. Enumerable.Repeat((byte)255, 15), 250, 0, 0, 0, 2, 0xC3, 0xA9, 255, 255, 255, 255, 0, 0, 0, 4, 0, 0, 0, 3, 255, 255,
        ];
        stream.ToArray().ShouldBe(expected);
    }

    [Fact]
    public void Rows_MoreThanAChunkAndLargerThanTheBuffer_ComeOutWhole()
    {
        string[] texts = ["", .. Enumerable.Range(0, 2000).Select(number => new string((char)('a' + (number % 26)), number)), new string('x', 9_000_000), "end"];
        using var buffer = new CopyBuffer();
        foreach (var _ in new[] { "first", "again" })
        {
            using var stream = new MemoryStream();
            buffer.Begin(stream);
            foreach (var text in texts)
            {
                buffer.BeginRow(1);
                buffer.Write(text);
            }

            buffer.End();
            Read(stream.ToArray()).ShouldBe(texts);
        }
    }

    private static List<string> Read(byte[] bytes)
    {
        var rest = bytes.AsSpan(Header.Length);
        var texts = new List<string>();
        while (BinaryPrimitives.ReadInt16BigEndian(rest) == 1)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(rest[2..]);
            texts.Add(Encoding.UTF8.GetString(rest.Slice(6, length)));
            rest = rest[(6 + length)..];
        }

        rest.Length.ShouldBe(2);
        return texts;
    }
}
