using System.Text.Json;
using System.Text.Json.Nodes;
using Attune.Streaming.Json;

namespace Attune.Streaming.Tests.Json;

public class EventJsonParserTests
{
    private static readonly DateTime Latest = new(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly EventJsonParser Parser = new(Latest);

    private static ParsedEvent Parse(string json, string identity = "file:1")
    {
        using var document = JsonDocument.Parse(json);
        return Parser.Parse(document.RootElement, identity);
    }

    /// <summary>A good flow in which one field has another value; null takes the field away.</summary>
    private static string Flow(string? field = null, string? value = null) => With(
        """{"timestamp":"2002-08-22T12:36:23Z","source_ip":"192.0.2.7","destination_ip":"mx.example.org","bytes_transferred":2048,"protocol":"smtp"}""", field, value);

    private static string Text(string? field = null, string? value = null) =>
        With("""{"type":"text","timestamp":"2002-08-22T12:36:23Z","body":"Lunch?"}""", field, value);

    private static string With(string json, string? field, string? value)
    {
        var node = JsonNode.Parse(json)!.AsObject();
        if (field is not null)
        {
            node.Remove(field);
            if (value is not null)
            {
                node[field] = JsonNode.Parse(value);
            }
        }

        return node.ToJsonString();
    }

    private static void ShouldFail(ParsedEvent parsed, string field, string message)
    {
        parsed.IsValid.ShouldBeFalse();
        parsed.Flow.ShouldBeNull();
        parsed.Text.ShouldBeNull();
        var error = parsed.Errors.ShouldHaveSingleItem();
        error.Field.ShouldBe(field);
        error.Message.ShouldContain(message);
    }

    [Fact]
    public void Parse_GoodFlow_GivesEveryField()
    {
        var parsed = Parse(Flow("message_id", "\"m1@example.net\""));

        parsed.IsValid.ShouldBeTrue();
        parsed.Text.ShouldBeNull();
        var flow = parsed.Flow.ShouldNotBeNull();
        flow.Timestamp.ShouldBe(new DateTime(2002, 8, 22, 12, 36, 23, DateTimeKind.Utc));
        flow.Timestamp.Kind.ShouldBe(DateTimeKind.Utc);
        flow.SourceIp.ShouldBe("192.0.2.7");
        flow.Destination.ShouldBe("mx.example.org");
        flow.Bytes.ShouldBe(2048);
        flow.Protocol.ShouldBe("SMTP");
        flow.MessageId.ShouldBe("m1@example.net");
    }

    [Fact]
    public void Parse_GoodText_GivesEveryField()
    {
        var parsed = Parse(
            """{"type":"text","timestamp":"2002-08-22","sender_domain":"Example.NET","subject":"Hi","body":"Lunch?","label":"ham","message_id":"m2"}""");

        parsed.IsValid.ShouldBeTrue();
        parsed.Flow.ShouldBeNull();
        var text = parsed.Text.ShouldNotBeNull();
        text.Timestamp.ShouldBe(new DateTime(2002, 8, 22, 0, 0, 0, DateTimeKind.Utc));
        (text.SenderDomain, text.Subject, text.Body, text.Label, text.MessageId).ShouldBe(("example.net", "Hi", "Lunch?", "ham", "m2"));
    }

    [Fact]
    public void Parse_TextWithoutOptionalFields_LeavesThemEmpty()
    {
        var text = Parse(Text()).Text.ShouldNotBeNull();
        (text.SenderDomain, text.Subject, text.Label, text.MessageId).ShouldBe(("", "", null, null));
    }

    [Theory]
    [InlineData("timestamp")]
    [InlineData("source_ip")]
    [InlineData("destination_ip")]
    [InlineData("bytes_transferred")]
    [InlineData("protocol")]
    public void Parse_FlowWithoutARequiredField_NamesIt(string field) => ShouldFail(Parse(Flow(field)), field, "missing");

    [Theory]
    [InlineData("timestamp")]
    [InlineData("body")]
    public void Parse_TextWithoutARequiredField_NamesIt(string field) => ShouldFail(Parse(Text(field)), field, "missing");

    [Theory]
    [InlineData("timestamp", "1030019783", "must be a string, this is a number")]
    [InlineData("timestamp", "[]", "must be a string, this is an array")]
    [InlineData("source_ip", "true", "must be a string, this is true or false")]
    [InlineData("source_ip", "{}", "must be a string, this is")]
    [InlineData("destination_ip", "7", "must be a string, this is a number")]
    [InlineData("bytes_transferred", "\"2048\"", "must be a number, this is a string")]
    [InlineData("protocol", "false", "must be a string, this is true or false")]
    [InlineData("message_id", "12", "must be a string, this is a number")]
    [InlineData("id", "12", "must be a string, this is a number")]
    [InlineData("type", "12", "must be a string, this is a number")]
    public void Parse_FieldOfTheWrongType_SaysWhatItIs(string field, string value, string message) => ShouldFail(Parse(Flow(field, value)), field, message);

    [Theory]
    [InlineData("timestamp")]
    [InlineData("source_ip")]
    [InlineData("bytes_transferred")]
    public void Parse_RequiredFieldThatIsNull_Fails(string field) =>
        ShouldFail(Parse(Flow().Replace(Member(field), $"\"{field}\":null", StringComparison.Ordinal)), field, "this is null");

    [Theory]
    [InlineData("type")]
    [InlineData("id")]
    [InlineData("message_id")]
    public void Parse_OptionalFieldThatIsNull_IsAbsent(string field) =>
        Parse(Flow().Replace("{", $"{{\"{field}\":null,", StringComparison.Ordinal)).Flow.ShouldNotBeNull().MessageId.ShouldBeNull();

    [Theory]
    [InlineData("[]", "an array")]
    [InlineData("\"flow\"", "a string")]
    [InlineData("1", "a number")]
    [InlineData("null", "null")]
    [InlineData("true", "true or false")]
    public void Parse_ElementThatIsNoObject_Fails(string json, string message) => ShouldFail(Parse(json), "", message);

    [Theory]
    [InlineData("\"event\"")]
    [InlineData("\"Flow\"")]
    [InlineData("\"\"")]
    public void Parse_UnknownType_Fails(string type) => ShouldFail(Parse(Flow("type", type)), "type", "is not flow or text");

    [Fact]
    public void Parse_UnknownField_NamesItAndTheKnownOnes()
    {
        ShouldFail(Parse(Flow("bytes", "1")), "bytes", "known are type, id, timestamp, source_ip");
        ShouldFail(Parse(Text("source_ip", "\"192.0.2.7\"")), "source_ip", "known are type, id, timestamp, sender_domain");
    }

    [Fact]
    public void Parse_CamelCase_IsTheSameAsSnakeCase()
    {
        var camel = Parse(
            """{"timestamp":"2002-08-22T12:36:23Z","sourceIp":"192.0.2.7","destinationIp":"mx.example.org","bytesTransferred":2048,"protocol":"smtp","messageId":"m1","id":"e1"}""");
        var snake = Parse(
            """{"timestamp":"2002-08-22T12:36:23Z","source_ip":"192.0.2.7","destination_ip":"mx.example.org","bytes_transferred":2048,"protocol":"smtp","message_id":"m1","id":"e1"}""");

        camel.Flow.ShouldNotBeNull().ShouldBe(snake.Flow);
    }

    [Theory]
    [InlineData("\"source_ip\":\"192.0.2.7\"")]
    [InlineData("\"sourceIp\":\"192.0.2.8\"")]
    public void Parse_FieldGivenTwice_Fails(string second) =>
        ShouldFail(Parse(Flow().Replace("{", "{" + second + ",", StringComparison.Ordinal)), "source_ip", "given twice");

    [Fact]
    public void Parse_SeveralWrongFields_ReportsThemAll()
    {
        var errors = Parse("""{"timestamp":"yesterday","source_ip":"nobody","bytes_transferred":-1,"colour":"red"}""").Errors;
        errors.Select(error => error.Field).Order().ShouldBe(["bytes_transferred", "colour", "destination_ip", "protocol", "source_ip", "timestamp"]);
    }

    [Theory]
    [InlineData("id", 256)]
    [InlineData("message_id", 256)]
    [InlineData("destination_ip", 255)]
    [InlineData("protocol", 32)]
    public void Parse_FlowFieldUpToItsLimit_IsAllowed(string field, int limit)
    {
        Parse(Flow(field, JsonSerializer.Serialize(new string('a', limit)))).IsValid.ShouldBeTrue();
        ShouldFail(Parse(Flow(field, JsonSerializer.Serialize(new string('a', limit + 1)))), field, limit.ToString());
    }

    [Theory]
    [InlineData("sender_domain", 256)]
    [InlineData("label", 256)]
    [InlineData("subject", 1_000_000)]
    [InlineData("body", 1_000_000)]
    public void Parse_TextFieldUpToItsLimit_IsAllowed(string field, int limit)
    {
        Parse(Text(field, JsonSerializer.Serialize(new string('a', limit)))).IsValid.ShouldBeTrue();
        ShouldFail(Parse(Text(field, JsonSerializer.Serialize(new string('a', limit + 1)))), field, limit.ToString());
    }

    [Theory]
    [InlineData("body")]
    [InlineData("subject")]
    [InlineData("id")]
    public void Parse_HalfASurrogatePair_IsAnErrorOfTheField(string field) =>
        ShouldFail(Parse($$"""{"type":"text","timestamp":"2002-08-22","body":"b","{{field}}":"\ud800"}""".Replace("\"body\":\"b\",\"body\"", "\"body\"", StringComparison.Ordinal)), field, "Unicode");

    [Fact]
    public void Parse_HalfASurrogatePairInAName_IsAnError() => Parse("""{"\udc00":1}""").IsValid.ShouldBeFalse();

    [Fact]
    public void Parse_SameContentAndIdentity_GiveTheSameId()
    {
        Parse(Flow()).Flow!.Id.ShouldBe(Parse(Flow()).Flow!.Id);
        Parse(Text()).Text!.Id.ShouldBe(Parse(Text()).Text!.Id);
    }

    [Fact]
    public void Parse_OtherIdentityOrContent_GivesAnotherId()
    {
        Parse(Flow(), "file:2").Flow!.Id.ShouldNotBe(Parse(Flow(), "file:1").Flow!.Id);
        Parse(Flow("bytes_transferred", "2049")).Flow!.Id.ShouldNotBe(Parse(Flow()).Flow!.Id);
    }

    [Fact]
    public void Parse_GivenId_DecidesTogetherWithTheTimestamp()
    {
        var one = Parse(Flow("id", "\"e1\""), "file:1").Flow!.Id;

        Parse(Flow("id", "\"e1\"").Replace("2048", "1", StringComparison.Ordinal), "file:2").Flow!.Id.ShouldBe(one);
        Parse(Flow("id", "\"e1\"").Replace(":23Z", ":24Z", StringComparison.Ordinal), "file:1").Flow!.Id.ShouldNotBe(one);
        Parse(Flow("id", "\"e2\""), "file:1").Flow!.Id.ShouldNotBe(one);
    }

    private static string Member(string field) => field switch
    {
        "timestamp" => "\"timestamp\":\"2002-08-22T12:36:23Z\"",
        "source_ip" => "\"source_ip\":\"192.0.2.7\"",
        _ => "\"bytes_transferred\":2048",
    };
}
