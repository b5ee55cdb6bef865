using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Attune.Realtime.Access;
using Attune.Realtime.Protocol;

namespace Attune.Realtime.Tests.Protocol;

/// <summary>The page, the schema and the code say the same.</summary>
public class ProtocolDocumentTests
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public void Page_NamesTheTypesOfTheSchema()
    {
        ProtocolDocuments.TypesOnPage("From the client").ShouldBe(ProtocolDocuments.ClientTypes);
        ProtocolDocuments.TypesOnPage("From the server").ShouldBe(ProtocolDocuments.ServerTypes);
    }

    [Fact]
    public void Schema_HasAnExampleOfEveryTypeThatIsValid()
    {
        foreach (var (side, types) in new[] { ("clientMessage", ProtocolDocuments.ClientTypes), ("serverMessage", ProtocolDocuments.ServerTypes) })
        {
            foreach (var type in types)
            {
                ProtocolDocuments.Examples(type).ShouldNotBeEmpty(type);
                foreach (var example in ProtocolDocuments.Examples(type))
                {
                    example.GetProperty("type").GetString().ShouldBe(type);
                    ProtocolDocuments.Validator.Refuse(example, side).ShouldBeNull(example.GetRawText());
                }
            }
        }
    }

    [Fact]
    public void ClientExamples_AreRead()
    {
        foreach (var type in ProtocolDocuments.ClientTypes)
        {
            foreach (var example in ProtocolDocuments.Examples(type))
            {
                var command = ClientCommandReader.Read(Encoding.UTF8.GetBytes(example.GetRawText()), out var error);
                error.ShouldBeNull(example.GetRawText());
                command.ShouldNotBeNull().GetType().Name.ShouldBe($"{char.ToUpperInvariant(type[0])}{type[1..]}Command");
            }
        }
    }

    [Fact]
    public void ServerExamples_AreWhatTheServerWrites()
    {
        foreach (var example in ProtocolDocuments.ServerTypes.SelectMany(ProtocolDocuments.Examples))
        {
            Encoding.UTF8.GetString(Write(example)).ShouldBe(JsonSerializer.Serialize(example, Compact));
        }
    }

    [Fact]
    public void CodesAndReasons_AreThoseOfThePageAndTheSchema()
    {
        var definitions = ProtocolDocuments.Schema.GetProperty("$defs");
        Texts(definitions.GetProperty("error").GetProperty("properties").GetProperty("code").GetProperty("enum")).ShouldBe(ErrorCodes.All);
        Texts(definitions.GetProperty("gap").GetProperty("properties").GetProperty("reason").GetProperty("enum")).ShouldBe(GapReasons.All);
        Quoted("Codes of an error:").ShouldBe(ErrorCodes.All);
        Quoted("Reasons of a gap:").ShouldBe(GapReasons.All);

        static IEnumerable<string> Texts(JsonElement list) => list.EnumerateArray().Select(text => text.GetString()!);

        // In the sentence, a name is what stands in backquotes with only small letters; what is in parentheses explains it.
        static IEnumerable<string> Quoted(string start)
        {
            var sentence = ProtocolDocuments.Page.Split('\n').Single(line => line.StartsWith(start, StringComparison.Ordinal));
            return string.Concat(sentence.Split('(').Select((piece, place) => place == 0 ? piece : piece.Split(')', 2)[^1])).Split('`').Where((_, place) => place % 2 == 1);
        }
    }

    private static byte[] Write(JsonElement example)
    {
        return Text("type") switch
        {
            "authenticated" => ServerMessages.Authenticated(
                Id(), new RealtimeIdentity(Text("subject"), [], example.GetProperty("expires") is { ValueKind: JsonValueKind.String } expires ? expires.GetDateTimeOffset() : null)),
            "subscribed" => ServerMessages.Subscribed(
                Id(), Text("epoch"), [.. example.GetProperty("channels").EnumerateArray().Select(item => (item.GetProperty("channel").GetString()!, Number(item.GetProperty("sequence"))))]),
            "unsubscribed" => ServerMessages.Unsubscribed(Id(), [.. example.GetProperty("channels").EnumerateArray().Select(item => item.GetString()!)]),
            "data" => ServerMessages.Data(Text("channel"), Number(example.GetProperty("sequence"))!.Value, example.GetProperty("time").GetDateTimeOffset(), Payload()),
            "snapshot" => ServerMessages.Snapshot(Text("channel"), Number(example.GetProperty("sequence"))!.Value, example.GetProperty("time").GetDateTimeOffset(), Payload()),
            "batch" => ServerMessages.Batch([.. example.GetProperty("messages").EnumerateArray().Select(item => (ReadOnlyMemory<byte>)Write(item))]),
            "gap" => ServerMessages.Gap(
                Text("channel"), example.GetProperty("from").GetInt64(), example.GetProperty("to").GetInt64(), Number(example.GetProperty("count")), Text("reason")),
            "pong" => ServerMessages.Pong(Id(), example.GetProperty("time").GetDateTimeOffset()),
            "error" => ServerMessages.Error(new ProtocolError(Text("code"), Text("message"), Id())),
            var other => throw new InvalidOperationException(other),
        };

        string Text(string name) => example.GetProperty(name).GetString()!;

        byte[] Payload() => JsonSerializer.SerializeToUtf8Bytes(example.GetProperty("data"), Compact);

        RequestId Id() => !example.TryGetProperty("id", out var id) ? RequestId.None
            : id.ValueKind == JsonValueKind.Number ? new RequestId(id.GetInt64()) : new RequestId(id.GetString()!);

        static long? Number(JsonElement element) => element.ValueKind == JsonValueKind.Null ? null : element.GetInt64();
    }
}
