using System.Text;
using Attune.Realtime.Client.Protocol;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Realtime.Client.Tests.Protocol;

public sealed class ServerMessageReaderTests
{
    private static readonly string[] Valid =
    [
        """{"type":"data","channel":"flows","sequence":5,"time":"2026-01-01T00:00:00Z","data":{"a":[1,{"b":"é"}]}}""",
        """{"type":"batch","messages":[{"type":"gap","channel":"a","from":1,"to":2,"count":null,"reason":"slow"},{"type":"data","channel":"a","sequence":3,"time":"2026-01-01T00:00:00Z","data":1}]}""",
        """{"type":"subscribed","id":3,"epoch":"e","channels":[{"channel":"flows","sequence":41}]}""",
        """{"type":"error","id":"x","code":"malformed","message":"No."}""",
    ];

    private static readonly string[] Pieces = ["\"", "{", "}", "[", "]", ",", ":", "null", "true", "-1", "1e999", "\\ud800", "\\", "\n", "\"id\":", "\"data\":", "\u0000", "99999999999999999999"];

    [Fact]
    public void Read_MutatedMessage_IsReadOrRefused_AndNothingElse()
    {
        var position = Gen.Choose(0, 120);
        var mutation = Gen.OneOf(
            from at in position from value in Gen.Choose(0, 255) select new Func<byte[], byte[]>(body => Replace(body, at, 1, [(byte)value])),
            from at in position from length in Gen.Choose(1, 20) select new Func<byte[], byte[]>(body => Replace(body, at, length, [])),
            from at in position from piece in Gen.Elements(Pieces) select new Func<byte[], byte[]>(body => Replace(body, at, 0, Encoding.UTF8.GetBytes(piece))));
        var messages = from valid in Gen.Elements(Valid) from mutations in mutation.NonEmptyListOf()
                       select mutations.Take(4).Aggregate(Encoding.UTF8.GetBytes(valid), (body, mutate) => mutate(body));
        Prop.ForAll(messages.ToArbitrary(), body =>
        {
            var reader = new ServerMessageReader();
            try
            {
                var message = reader.Read(body);
                if (message.Kind == ServerMessageKind.Batch)
                {
                    reader.ReadBatch(message.Messages, []);
                }
            }
            catch (ProtocolException)
            {
                // Refused.
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20_000));
    }

    [Fact]
    public void Read_Data_CutsThePayloadOut()
    {
        var message = new ServerMessageReader().Read(Encoding.UTF8.GetBytes(Valid[0]));
        Encoding.UTF8.GetString(message.Data.Span).ShouldBe("""{"a":[1,{"b":"é"}]}""");
        (message.Channel, message.Sequence).ShouldBe(("flows", 5));
    }

    [Fact]
    public void Read_Subscribed_HasTheFirstSequence() => new ServerMessageReader().Read(Encoding.UTF8.GetBytes(Valid[2])).SubscribedSequence.ShouldBe(41);

    [Theory]
    [InlineData("""{"type":"subscribed","id":3,"channels":[]}""")]
    [InlineData("""{"type":"gap","channel":"a","from":1,"reason":"slow"}""")]
    [InlineData("""{"type":"error"}""")]
    [InlineData("""{"type":7}""")]
    [InlineData("""{"type":"pong"} 1""")]
    [InlineData("")]
    public void Read_MessageThatLacksSomething_IsRefused(string message) => Should.Throw<ProtocolException>(() => new ServerMessageReader().Read(Encoding.UTF8.GetBytes(message)));

    private static byte[] Replace(byte[] body, int at, int length, byte[] by)
    {
        at = Math.Min(at, body.Length);
        return [.. body[..at], .. by, .. body[Math.Min(body.Length, at + length)..]];
    }
}
