using System.Text;
using System.Text.Json;
using Attune.Realtime.Protocol;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Realtime.Tests.Protocol;

public class ClientCommandTests
{
    private static ClientCommand? Parse(string message, out string error) => ClientCommand.Parse(Encoding.UTF8.GetBytes(message), out error);

    [Theory]
    [InlineData("""{"type":"ping"}""", "ping", "")]
    [InlineData("""  {"type":"ping","channels":["nonsense"]}  """, "ping", "")]
    [InlineData("""{"type":"subscribe","channel":"flows"}""", "subscribe", "flows")]
    [InlineData("""{"type":"subscribe","channels":["flows","windows"]}""", "subscribe", "flows windows")]
    [InlineData("""{"channels":["metrics"],"extra":1,"type":"subscribe"}""", "subscribe", "metrics")]
    [InlineData("""{"type":"unsubscribe","channels":["messages"]}""", "unsubscribe", "messages")]
    [InlineData("""{"type":"unsubscribe","channel":"messages"}""", "unsubscribe", "messages")]
    public void Parse_GoodCommand_IsRead(string message, string type, string channels)
    {
        var command = Parse(message, out var error).ShouldNotBeNull();
        (command.Type, string.Join(' ', command.Channels), error).ShouldBe((type, channels, ""));
    }

    [Theory]
    [InlineData("", "not valid JSON")]
    [InlineData("hello", "not valid JSON")]
    [InlineData("{", "not valid JSON")]
    [InlineData("""{"type":"ping"}}""", "not valid JSON")]
    [InlineData("""{"type":"ping"}{"type":"ping"}""", "not valid JSON")]
    [InlineData("""{"type":"ping"} x""", "not valid JSON")]
    [InlineData("[]", "must be a JSON object with a type")]
    [InlineData("null", "must be a JSON object with a type")]
    [InlineData("1", "must be a JSON object with a type")]
    [InlineData("{}", "must be a JSON object with a type")]
    [InlineData("""{"type":1}""", "must be a JSON object with a type")]
    [InlineData("""{"type":null}""", "must be a JSON object with a type")]
    [InlineData("""{"Type":"ping"}""", "must be a JSON object with a type")]
    [InlineData("""{"type":"PING"}""", "type must be subscribe, unsubscribe or ping")]
    [InlineData("""{"type":""}""", "type must be subscribe, unsubscribe or ping")]
    [InlineData("""{"type":"\ud800"}""", "not valid")]
    [InlineData("""{"\ud800":1,"type":"\ud800"}""", "not valid")]
    [InlineData("""{"type":"subscribe"}""", "channels must be an array of flows, windows, messages, metrics")]
    [InlineData("""{"type":"subscribe","channels":[]}""", "channels must be an array of flows, windows, messages, metrics")]
    [InlineData("""{"type":"subscribe","channels":"flows"}""", "channels must be an array of")]
    [InlineData("""{"type":"subscribe","channels":{"0":"flows"}}""", "channels must be an array of")]
    [InlineData("""{"type":"subscribe","channels":["flows",1]}""", "channels must be an array of")]
    [InlineData("""{"type":"subscribe","channels":["flows",null]}""", "channels must be an array of")]
    [InlineData("""{"type":"subscribe","channels":["flows","secrets"]}""", "channels must be an array of")]
    [InlineData("""{"type":"subscribe","channels":["Flows"]}""", "channels must be an array of")]
    [InlineData("""{"type":"subscribe","channels":[["flows"]]}""", "channels must be an array of")]
    [InlineData("""{"type":"subscribe","channels":["\udc00"]}""", "not valid")]
    [InlineData("""{"type":"unsubscribe","channel":"nothing"}""", "channels must be an array of")]
    public void Parse_BadCommand_SaysWhatIsAllowed(string message, string expected)
    {
        Parse(message, out var error).ShouldBeNull();
        error.ShouldContain(expected);
    }

    [Fact]
    public void Parse_DeepNesting_IsRefused() => Parse(new string('[', 4000), out _).ShouldBeNull();

    [Fact]
    public void Parse_AnyBytes_NeverThrows() =>
        Prop.ForAll<byte[]>(bytes => GivesOneOutcome(bytes)).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void Parse_AnyFields_NeverThrows()
    {
        var values = Gen.OneOf(
            Gen.Elements(
                "\"subscribe\"", "\"ping\"", "\"flows\"", "[\"flows\"]", "[\"flows\",\"flows\"]", "[1]", "[]", "{}", "null", "1e999", "true", "\"\\ud800\"", "[\"\\udc00\"]", "\"\\u0066lows\""),
            ArbMap.Default.ArbFor<string?>().Generator.Select(text => JsonSerializer.Serialize(text)));
        var names = Gen.Elements("\"type\"", "\"channel\"", "\"channels\"", "\"\\ud800\"", "\"\\u0074ype\"", "\"\"");
        var objects = Gen.Zip(names, values).ListOf().Select(fields => "{" + string.Join(',', fields.Select(field => $"{field.Item1}:{field.Item2}")) + "}");
        Prop.ForAll(objects.ToArbitrary(), text => GivesOneOutcome(Encoding.UTF8.GetBytes(text))).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    private static bool GivesOneOutcome(byte[] message)
    {
        var command = ClientCommand.Parse(message, out var error);
        return command is null ? error.Length > 0 : error.Length == 0 && command.Channels.All(RealtimeChannels.All.Contains);
    }
}
