using System.Globalization;
using System.Text;
using Attune.Lab.Load;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Lab.Tests.Load.Http1;

public class ResponseParserTests
{
    private const string Chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nHello\r\nB;x=y\r\n, \r\n0\r\n\r\nwo\r\n0\r\nX-Trailer: 1\r\n\r\n";

    public static TheoryData<string, string, int, bool> Answers => new()
    {
        { "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nHello", "Hello", 200, true },
        { "HTTP/1.1 200\r\ncontent-length:\t5 \r\nX: y\r\n\r\nHello", "Hello", 200, true },
        { "HTTP/1.1 204 No Content\r\nServer: x\r\n\r\n", "", 204, true },
        { "HTTP/1.1 304 Not Modified\r\nContent-Length: 99\r\n\r\n", "", 304, true },
        { "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nHi", "Hi", 200, false },
        { "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nHi", "Hi", 200, false },
        { "HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 2\r\n\r\nHi", "Hi", 200, true },
        { "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 1\r\n\r\nx", "x", 201, true },
        { Chunked, "Hello, \r\n0\r\n\r\nwo", 200, true },
        { "HTTP/1.1 500 Oh\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", "", 500, true },
        { "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "", 200, true },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public void Consume_SplitAtEveryByte_ReadsTheSame(string text, string body, int status, bool keepsAlive)
    {
        var bytes = Encoding.Latin1.GetBytes(text);
        for (var first = 0; first <= bytes.Length; first++)
        {
            for (var second = first; second <= bytes.Length; second++)
            {
                var parser = Parse([bytes[..first], bytes[first..second], bytes[second..]]);
                parser.Error.ShouldBeNull();
                parser.IsComplete.ShouldBeTrue($"split at {first} and {second}");
                (parser.Status, parser.KeepsAlive, Encoding.Latin1.GetString(parser.Body)).ShouldBe((status, keepsAlive, body));
            }
        }
    }

    [Fact]
    public void Consume_AnyChunksInAnyPieces_GivesTheBody()
    {
        var gen = from chunks in Gen.ListOf(Gen.ArrayOf(Gen.Choose(0, 255).Select(value => (byte)value)))
                  from cuts in Gen.ArrayOf(Gen.Choose(1, 40))
                  select (Chunks: chunks.Where(chunk => chunk.Length > 0).ToList(), Cuts: cuts);
        Prop.ForAll(gen.ToArbitrary(), sample =>
        {
            var wire = new List<byte>(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"));
            foreach (var chunk in sample.Chunks)
            {
                wire.AddRange([.. Encoding.ASCII.GetBytes(chunk.Length.ToString("x", CultureInfo.InvariantCulture)), 13, 10, .. chunk, 13, 10]);
            }

            wire.AddRange("0\r\n\r\n"u8.ToArray());
            var parser = Parse(Pieces([.. wire], sample.Cuts));
            return parser.IsComplete && parser.Error is null && parser.Body.SequenceEqual(sample.Chunks.SelectMany(chunk => chunk).ToArray());
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Consume_AnyBytes_EndsInAnErrorOrWaits()
    {
        var gen = Gen.ArrayOf(Gen.OneOf(Gen.Choose(0, 255).Select(value => (byte)value), Gen.Elements("HTTP/1.1 20\r\n: chunked".Select(value => (byte)value))));
        Prop.ForAll(gen.ToArbitrary(), bytes =>
        {
            var parser = new ResponseParser();
            parser.Reset(isHead: false, keepsBody: true, keepsHeader: true);
            var used = parser.Consume(bytes);
            return used >= 0 && used <= bytes.Length;
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("HTTP/1.1 2x0 OK\r\n\r\n")]
    [InlineData("HTTP/2.0 200 OK\r\n\r\n")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nno colon\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n")]
    public void Consume_Nonsense_IsAnError(string text) => Parse([Encoding.ASCII.GetBytes(text)]).Error.ShouldBe("malformed answer");

    [Fact]
    public void Consume_SwitchingProtocols_IsAnError() =>
        Parse(["HTTP/1.1 101 Switching Protocols\r\n\r\n"u8.ToArray()]).Error.ShouldBe("unexpected status 101");

    [Fact]
    public void Consume_AnswerToHead_HasNoBody()
    {
        var parser = new ResponseParser();
        parser.Reset(isHead: true, keepsBody: false, keepsHeader: false);
        parser.Consume("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n"u8);
        parser.IsComplete.ShouldBeTrue();
    }

    [Fact]
    public void Consume_MoreThanTheAnswer_LeavesTheRest()
    {
        var parser = new ResponseParser();
        parser.Reset(isHead: false, keepsBody: false, keepsHeader: false);
        parser.Consume("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nxEXTRA"u8).ShouldBe(39);
    }

    [Fact]
    public void End_BodyWithoutLength_CompletesIt()
    {
        var parser = Parse(["HTTP/1.1 200 OK\r\nServer: x\r\n\r\nall of it"u8.ToArray()]);
        parser.IsComplete.ShouldBeFalse();
        parser.End();
        (parser.IsComplete, parser.KeepsAlive, Encoding.ASCII.GetString(parser.Body)).ShouldBe((true, false, "all of it"));
    }

    [Theory]
    [InlineData("", "connection closed")]
    [InlineData("HTTP/1.1 200 OK\r\n", "connection closed")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nHel", "answer cut short")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nHello\r\n", "answer cut short")]
    public void End_BeforeTheEnd_IsAnError(string text, string error)
    {
        var parser = Parse([Encoding.ASCII.GetBytes(text)]);
        parser.End();
        parser.IsComplete.ShouldBeFalse();
        parser.Error.ShouldBe(error);
    }

    /// <summary>Feeds pieces as a connection does: what is left over comes again with the next piece.</summary>
    private static ResponseParser Parse(IEnumerable<byte[]> pieces)
    {
        var parser = new ResponseParser();
        parser.Reset(isHead: false, keepsBody: true, keepsHeader: true);
        byte[] rest = [];
        foreach (var piece in pieces)
        {
            byte[] bytes = [.. rest, .. piece];
            rest = bytes[parser.Consume(bytes)..];
        }

        return parser;
    }

    private static IEnumerable<byte[]> Pieces(byte[] bytes, int[] cuts)
    {
        var (start, i) = (0, 0);
        while (start < bytes.Length)
        {
            var length = Math.Min(cuts.Length == 0 ? 1 : cuts[i++ % cuts.Length], bytes.Length - start);
            yield return bytes[start..(start + length)];
            start += length;
        }
    }
}
