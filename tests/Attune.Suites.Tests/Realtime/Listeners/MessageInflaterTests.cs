using System.IO.Compression;
using System.Text;
using Attune.Suites.Realtime.Feeds;
using Attune.Suites.Realtime.Listeners;

namespace Attune.Suites.Tests.Realtime.Listeners;

public class MessageInflaterTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Inflate_ManyMessages_GivesEachBack(bool takeover)
    {
        using var inflater = new MessageInflater(takeover);
        var target = new MemoryStream();
        var deflater = new DeflateStream(target, CompressionLevel.Optimal);
        foreach (var (tail, number) in FeedPayloads.Make(40_000).Take(20).Select((tail, number) => (tail, number)))
        {
            if (!takeover)
            {
                deflater = new DeflateStream(target, CompressionLevel.Optimal);
            }

            target.SetLength(0);
            var message = FeedPayloads.Render(tail, number, 0);
            deflater.Write(Encoding.UTF8.GetBytes(message));
            deflater.Flush();

            // A sync flush ends with an empty block, which RFC 7692 leaves out.
            target.GetBuffer().AsSpan(0, (int)target.Length)[^4..].ToArray().ShouldBe([0, 0, 0xff, 0xff]);
            Encoding.UTF8.GetString(inflater.Inflate(target.GetBuffer().AsSpan(0, (int)target.Length - 4))).ShouldBe(message);
        }
    }
}
