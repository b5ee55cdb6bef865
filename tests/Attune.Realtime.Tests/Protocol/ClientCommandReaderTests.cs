using System.Text;
using Attune.Realtime.Protocol;

namespace Attune.Realtime.Tests.Protocol;

public class ClientCommandReaderTests
{
    private static readonly string Channels101 = string.Join(',', Enumerable.Range(0, 101).Select(number => $"\"c{number}\""));

    private static ClientCommand? Read(string json, out ProtocolError? error) => ClientCommandReader.Read(Encoding.UTF8.GetBytes(json), out error);

    private static T Read<T>(string json)
        where T : ClientCommand
    {
        var command = Read(json, out var error);
        error.ShouldBeNull(json);
        return command.ShouldBeOfType<T>();
    }

    [Theory]
    [InlineData("""{"type":"ping"}""", "")]
    [InlineData("""  {"extra":{"type":1},"type":"\u0070ing","channels":["no!"],"id":"a"}  """, "a")]
    [InlineData("""{"type":"ping","id":""}""", "")]
    [InlineData("""{"type":"ping","id":-9223372036854775808}""", "-9223372036854775808")]
    [InlineData("""{"type":"ping","unknown":"\ud800","unknown":1}""", "")]
    [InlineData("""{"\ud800":1,"type":"ping","id":"after"}""", "after")]
    public void Read_Ping_IsRead(string json, string id) => Read<PingCommand>(json).Id.ToString().ShouldBe(id);

    [Fact]
    public void Read_Id_KnowsNothingFromEmptyAndTextFromNumber()
    {
        Read<PingCommand>("""{"type":"ping"}""").Id.IsNone.ShouldBeTrue();
        Read<PingCommand>("""{"type":"ping","id":""}""").Id.ShouldBe(new RequestId(""));
        Read<PingCommand>("""{"type":"ping","id":"7"}""").Id.ShouldBe(new RequestId("7"));
        Read<PingCommand>("""{"type":"ping","id":7}""").Id.ShouldBe(new RequestId(7));
        new RequestId(7).ShouldNotBe(new RequestId("7"));
    }

    [Fact]
    public void Read_Auth_HasAKeyOrAToken()
    {
        Read<AuthCommand>("""{"type":"auth","id":1,"key":"secret"}""").ShouldBe(new AuthCommand(new RequestId(1), "secret", null));
        Read<AuthCommand>("""{"type":"auth","token":"at1.a.b"}""").ShouldBe(new AuthCommand(RequestId.None, null, "at1.a.b"));
    }

    [Fact]
    public void Read_Subscribe_HasAllItsFields()
    {
        var command = Read<SubscribeCommand>(
            """{"type":"subscribe","id":"s","channels":["flows","jobs.*","flows"],"filter":"a=1","maxRate":0.5,"snapshot":true,"resume":{"epoch":"e","sequences":{"flows":12,"jobs.1":0},"more":[]}}""");
        command.Channels.Select(channel => channel.Text).ShouldBe(["flows", "jobs.*"]);
        command.Filter!.Text.ShouldBe("a = 1");
        (command.MaxRate, command.Snapshot, command.Resume!.Epoch).ShouldBe((0.5, true, "e"));
        command.Resume.Sequences.ShouldBe(new Dictionary<string, long> { ["flows"] = 12, ["jobs.1"] = 0 });
    }

    [Fact]
    public void Read_SubscribeWithoutOptions_AsksForNothingMore()
    {
        var command = Read<SubscribeCommand>("""{"type":"subscribe","channel":"flows"}""");
        command.Channels.Select(channel => channel.Text).ShouldBe(["flows"]);
        (command.Filter, command.MaxRate, command.Snapshot, command.Resume).ShouldBe((null, null, false, null));
    }

    [Fact]
    public void Read_Unsubscribe_HasPatterns() =>
        Read<UnsubscribeCommand>("""{"type":"unsubscribe","channels":["a.**","b"]}""").Channels.Select(channel => channel.Text).ShouldBe(["a.**", "b"]);

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("{")]
    [InlineData("""{"type":"ping"}}""")]
    [InlineData("""{"type":"ping"}{"type":"ping"}""")]
    [InlineData("""{"type":"ping"} x""")]
    [InlineData("""{"type":"ping",}""")]
    [InlineData("""{"type":"ping"/* */}""")]
    [InlineData("""{'type':'ping'}""")]
    [InlineData("""{"type":"ping","id":NaN}""")]
    [InlineData("""{"type":"ping","id":01}""")]
    [InlineData("\uFEFF{\"type\":\"ping\"}")]
    public void Read_NoJson_IsMalformed(string json)
    {
        Read(json, out var error).ShouldBeNull();
        error.ShouldBe(new ProtocolError("malformed", "The message is not valid JSON: one object, nested at most 64 deep.", RequestId.None));
    }

    [Fact]
    public void Read_DeepNesting_IsMalformed()
    {
        Read(string.Concat(Enumerable.Repeat("{\"type\":", 100_000)), out var error).ShouldBeNull();
        error!.Code.ShouldBe("malformed");
        Read("""{"type":"ping","extra":""" + new string('[', 100_000) + new string(']', 100_000) + "}", out error).ShouldBeNull();
        error!.Code.ShouldBe("malformed");
    }

    [Fact]
    public void Read_WrongUtf8_IsMalformed()
    {
        ClientCommandReader.Read([.. "{\"type\":\"ping\",\"extra\":\""u8, 0xC3, 0x28, .. "\"}"u8], out var error).ShouldBeNull();
        error.ShouldBe(new ProtocolError("malformed", "The message is not UTF-8.", RequestId.None));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("1")]
    [InlineData("\"ping\"")]
    public void Read_NoObject_IsMalformed(string json)
    {
        Read(json, out var error).ShouldBeNull();
        error.ShouldBe(new ProtocolError("malformed", "A message must be a JSON object.", RequestId.None));
    }

    [Theory]
    [InlineData("\"x\":1", "type is missing: auth, subscribe, unsubscribe or ping.")]
    [InlineData("\"Type\":\"ping\"", "type is missing")]
    [InlineData("\"type\":1", "type must be a text of 1 to 64 characters.")]
    [InlineData("\"type\":null", "type must be a text")]
    [InlineData("\"type\":\"\\ud800\"", "type must be a text")]
    [InlineData("\"type\":\"ping\",\"type\":\"ping\"", "type is there twice.")]
    [InlineData("\"type\":\"ping\",\"\\u0074ype\":\"ping\"", "type is there twice.")]
    [InlineData("\"type\":\"auth\"", "key or token is needed.")]
    [InlineData("\"type\":\"auth\",\"key\":\"a\",\"token\":\"b\"", "key or token is needed, not both.")]
    [InlineData("\"type\":\"auth\",\"key\":\"\"", "key must be a text of 1 to 512 characters.")]
    [InlineData("\"type\":\"auth\",\"key\":1", "key must be a text of 1 to 512 characters.")]
    [InlineData("\"type\":\"auth\",\"token\":null", "token must be a text of 1 to 4,096 characters.")]
    [InlineData("\"type\":\"subscribe\"", "channels (1 to 100 names or patterns) or channel (a single one) is needed.")]
    [InlineData("\"type\":\"subscribe\",\"channel\":\"a\",\"channels\":[\"a\"]", "channels (1 to 100 names or patterns) or channel (a single one) is needed, not both.")]
    [InlineData("\"type\":\"subscribe\",\"channels\":[]", "channels must be an array of 1 to 100 names or patterns.")]
    [InlineData("\"type\":\"subscribe\",\"channels\":\"flows\"", "channels must be an array of 1 to 100")]
    [InlineData("\"type\":\"subscribe\",\"channels\":{\"0\":\"flows\"}", "channels must be an array of 1 to 100")]
    [InlineData("\"type\":\"unsubscribe\",\"channels\":[\"flows\",\"flows\",1]", "channels[2] must be a channel of 1 to 128 characters: letters, digits")]
    [InlineData("\"type\":\"subscribe\",\"channels\":[\"flows\",null]", "channels[1] must be a channel")]
    [InlineData("\"type\":\"subscribe\",\"channels\":[[\"flows\"]]", "channels[0] must be a channel")]
    [InlineData("\"type\":\"subscribe\",\"channels\":[\"\\udc00\"]", "channels[0] must be a channel")]
    [InlineData("\"type\":\"subscribe\",\"channel\":\"a b\"", "channel must be a channel")]
    [InlineData("\"type\":\"subscribe\",\"channel\":null", "channel must be a channel")]
    [InlineData("\"type\":\"subscribe\",\"channel\":\"a\",\"filter\":1", "filter must be a text of 1 to 1,024 characters.")]
    [InlineData("\"type\":\"subscribe\",\"channel\":\"a\",\"filter\":null", "filter must be a text")]
    [InlineData("\"type\":\"subscribe\",\"channel\":\"a\",\"maxRate\":0.009", "maxRate must be a number from 0.01 to 1,000 (messages a second).")]
    [InlineData("\"type\":\"subscribe\",\"channel\":\"a\",\"maxRate\":1000.01", "maxRate must be a number from 0.01 to 1,000")]
    [InlineData("\"type\":\"subscribe\",\"channel\":\"a\",\"maxRate\":1e999", "maxRate must be a number from 0.01 to 1,000")]
    [InlineData("\"type\":\"subscribe\",\"channel\":\"a\",\"maxRate\":\"1\"", "maxRate must be a number from 0.01 to 1,000")]
    [InlineData("\"type\":\"subscribe\",\"channel\":\"a\",\"snapshot\":1", "snapshot must be true or false.")]
    [InlineData("\"type\":\"subscribe\",\"channel\":\"a\",\"snapshot\":null", "snapshot must be true or false.")]
    [InlineData("\"type\":\"subscribe\",\"channel\":\"a\",\"resume\":[]", "resume must be an object with epoch and sequences.")]
    [InlineData("\"type\":\"subscribe\",\"channel\":\"a\",\"resume\":{\"epoch\":\"e\"}", "resume must be an object with epoch and sequences.")]
    [InlineData("\"type\":\"subscribe\",\"channel\":\"a\",\"resume\":{\"sequences\":{}}", "resume must be an object with epoch and sequences.")]
    [InlineData("\"type\":\"subscribe\",\"channel\":\"a\",\"resume\":{\"epoch\":\"\",\"sequences\":{}}", "resume.epoch must be a text of 1 to 64 characters.")]
    [InlineData("\"type\":\"subscribe\",\"channel\":\"a\",\"resume\":{\"epoch\":\"e\",\"epoch\":\"f\",\"sequences\":{}}", "resume.epoch is there twice.")]
    [InlineData("\"type\":\"subscribe\",\"channel\":\"a\",\"resume\":{\"epoch\":\"e\",\"sequences\":[]}", "resume.sequences must be an object of up to 1,000 channels.")]
    [InlineData("\"type\":\"subscribe\",\"channel\":\"a\",\"resume\":{\"epoch\":\"e\",\"sequences\":{\"a.*\":1}}", "resume.sequences must have names of channels (no patterns) of 1 to 128 characters.")]
    [InlineData("\"type\":\"subscribe\",\"channel\":\"a\",\"resume\":{\"epoch\":\"e\",\"sequences\":{\"\\ud800\":1}}", "resume.sequences must have names of channels")]
    [InlineData("\"type\":\"subscribe\",\"channel\":\"a\",\"resume\":{\"epoch\":\"e\",\"sequences\":{\"a\":-1}}", "resume.sequences.a must be a whole number from 0 to 9223372036854775807.")]
    [InlineData("\"type\":\"subscribe\",\"channel\":\"a\",\"resume\":{\"epoch\":\"e\",\"sequences\":{\"a\":9223372036854775808}}", "resume.sequences.a must be a whole number")]
    [InlineData("\"type\":\"subscribe\",\"channel\":\"a\",\"resume\":{\"epoch\":\"e\",\"sequences\":{\"a\":\"1\"}}", "resume.sequences.a must be a whole number")]
    [InlineData("\"type\":\"subscribe\",\"channel\":\"a\",\"resume\":{\"epoch\":\"e\",\"sequences\":{\"a\":1,\"a\":2}}", "resume.sequences.a is there twice.")]
    public void Read_WrongField_NamesItAndWhatIsAllowedAndEchoesTheId(string fields, string message)
    {
        Read($"{{{fields},\"id\":\"echo\"}}", out var error).ShouldBeNull();
        error!.Code.ShouldBe("malformed");
        error.Message.ShouldStartWith(message);
        error.Id.ShouldBe(new RequestId("echo"));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("1.5")]
    [InlineData("1e2")]
    [InlineData("9223372036854775808")]
    [InlineData("[1]")]
    [InlineData("\"\\ud800\"")]
    [InlineData("\"12345678901234567890123456789012345678901234567890123456789012345\"")]
    public void Read_WrongId_IsMalformedAndNotEchoed(string id)
    {
        Read($$"""{"type":"ping","id":{{id}}}""", out var error).ShouldBeNull();
        error.ShouldBe(new ProtocolError("malformed", "id must be a text of up to 64 characters or a whole number of 64 bits.", RequestId.None));
    }

    [Fact]
    public void Read_UnknownType_HasItsOwnCode()
    {
        Read("""{"type":"PING","id":3}""", out var error).ShouldBeNull();
        error.ShouldBe(new ProtocolError("unknown_type", "type must be auth, subscribe, unsubscribe or ping.", new RequestId(3)));
    }

    [Fact]
    public void Read_InvalidFilter_HasItsOwnCodeAndSaysWhere()
    {
        Read("""{"type":"subscribe","channel":"a","filter":"a like 1","id":3}""", out var error).ShouldBeNull();
        error!.Code.ShouldBe("invalid_filter");
        error.Message.ShouldStartWith("filter: At character 3: expected an operator");
        error.Id.ShouldBe(new RequestId(3));
    }

    [Fact]
    public void Read_LongFoundWord_IsCutInTheMessage()
    {
        Read($$"""{"type":"subscribe","channel":"a","filter":"a {{new string('x', 900)}}"}""", out var error).ShouldBeNull();
        error!.Message.Length.ShouldBeLessThan(200);
    }

    [Fact]
    public void Read_ChannelsBeyondTheLimit_AreRefusedEvenWhenTheyAreTheSame()
    {
        Read($$"""{"type":"subscribe","channels":[{{Channels101}}]}""", out var error).ShouldBeNull();
        error!.Message.ShouldBe("channels must be an array of 1 to 100 names or patterns.");
        Read<SubscribeCommand>($$"""{"type":"subscribe","channels":[{{Channels101.Replace(",\"c100\"", "")}}]}""").Channels.Count.ShouldBe(100);
        Read($$"""{"type":"subscribe","channels":[{{string.Join(',', Enumerable.Repeat("\"a\"", 101))}}]}""", out error).ShouldBeNull();
    }
}
