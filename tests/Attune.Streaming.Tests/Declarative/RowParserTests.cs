using System.Text;
using Attune.Streaming.Declarative.Conditions;
using Attune.Streaming.Declarative.Rows;

namespace Attune.Streaming.Tests.Declarative;

public sealed class RowParserTests
{
    private static readonly long Noon = new DateTime(2026, 1, 5, 12, 0, 0, DateTimeKind.Utc).Ticks;

    [Fact]
    public void Parse_Event_GivesUsedFieldsInTheSchemasOrder()
    {
        var format = Format(schema =>
        {
            schema.Use("user", FieldUse.Key);
            schema.Use("bytes", FieldUse.Number);
            schema.Use("price", FieldUse.Number);
            schema.Use("ok", FieldUse.Optional);
            schema.Use("none", FieldUse.Optional);
            schema.Use("deep", FieldUse.Optional);
            schema.Use("away", FieldUse.Optional);
        });
        var (outcome, row, _) = Parse(format, """
            {"x":[{"user":"not me"}],"bytes":12,"price":1.5,"user":"Zoë \u00e9","ok":true,"none":null,"deep":{"a":1},"timestamp":"2026-01-05T12:00:00Z"}
            """);

        outcome.ShouldBe(RowOutcome.Row);
        row.Values.ShouldBe([RowValue.Of("Zoë é"), RowValue.Of(12), RowValue.Of(1.5), RowValue.Of(true), RowValue.Null, RowValue.Nested, RowValue.Missing]);
        row.Ticks.ShouldBe(Noon);
        row.Raw.ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"client":{"ip":"10.0.0.1","port":5},"timestamp":"2026-01-05T12:00:00Z"}""")]
    [InlineData("""{"client.ip":"10.0.0.1","timestamp":"2026-01-05T12:00:00Z"}""")]
    [InlineData("""{"cl\u0069ent":{"other":{"ip":"x"},"ip":"10.0.0.1"},"timestamp":"2026-01-05T12:00:00Z"}""")]
    public void Parse_DottedField_IsFoundInTheObjectOrByItsName(string json)
    {
        var (outcome, row, _) = Parse(Format(schema => schema.Use("client.ip", FieldUse.Key)), json);
        outcome.ShouldBe(RowOutcome.Row);
        row.Values.ShouldBe([RowValue.Of("10.0.0.1")]);
    }

    [Theory]
    [InlineData("", "bad-json", "not valid JSON")]
    [InlineData("[1]", "bad-json", "not a JSON object")]
    [InlineData("{", "bad-json", "not valid JSON at column 2")]
    [InlineData("""{"user":"a"} x""", "bad-json", "not valid JSON")]
    [InlineData("""{"user":"\ud800"}""", "bad-json", "not valid Unicode")]
    [InlineData("""{"user":"a","bytes":1}""", "missing-field", "timestamp: the event does not have it")]
    [InlineData("""{"user":"a","bytes":1,"timestamp":null}""", "missing-field", "timestamp: ")]
    [InlineData("""{"user":"a","bytes":1,"timestamp":"yesterday"}""", "bad-timestamp", "timestamp: 'yesterday' is not a date and time in ISO 8601")]
    [InlineData("""{"user":"a","bytes":1,"timestamp":17}""", "bad-timestamp", "timestamp: 17 is not a date and time")]
    [InlineData("""{"user":"a","bytes":1,"timestamp":{"a":1}}""", "bad-timestamp", "timestamp: an object or array is not")]
    [InlineData("""{"user":"a","bytes":1,"timestamp":"1969-12-31T23:59:59Z"}""", "bad-timestamp", "outside the allowed range 1970-01-01..9999-12-31")]
    [InlineData("""{"bytes":1,"timestamp":"2026-01-05T12:00:00Z"}""", "missing-field", "user: the event does not have it")]
    [InlineData("""{"user":null,"bytes":1,"timestamp":"2026-01-05T12:00:00Z"}""", "missing-field", "user: the event has null")]
    [InlineData("""{"user":[1],"bytes":1,"timestamp":"2026-01-05T12:00:00Z"}""", "bad-field", "user: must be a text, number or flag, this is an object or array")]
    [InlineData("""{"user":"a","bytes":"1","timestamp":"2026-01-05T12:00:00Z"}""", "bad-field", "bytes: must be a number, this is a text")]
    [InlineData("""{"user":"a","bytes":true,"timestamp":"2026-01-05T12:00:00Z"}""", "bad-field", "bytes: must be a number, this is a flag")]
    [InlineData("""{"user":"a","bytes":1e999,"timestamp":"2026-01-05T12:00:00Z"}""", "bad-field", "bytes: the number is out of range")]
    [InlineData("""{"user":"12345678901","bytes":1,"timestamp":"2026-01-05T12:00:00Z"}""", "key-too-long", "user: 11 characters, at most 10 are allowed")]
    public void Parse_BadEvent_GivesTheReason(string json, string reason, string detail)
    {
        var (outcome, _, problem) = Parse(UserAndBytes(), json);
        outcome.ShouldBe(RowOutcome.Problem);
        problem!.Reason.ShouldBe(reason);
        problem.Detail.ShouldContain(detail);
    }

    [Fact]
    public void Parse_BytesThatAreNoUtf8_IsBadJson()
    {
        byte[] json = [.. """{"user":"""u8, (byte)'"', 0xC3, (byte)'"', .. ""","timestamp":"2026-01-05T12:00:00Z"}"""u8];
        UserAndBytes().CreateParser().Parse(json, out _, out var problem).ShouldBe(RowOutcome.Problem);
        problem!.Reason.ShouldBe("bad-json");
    }

    [Fact]
    public void Parse_EventThatIsTooLong_IsBadJson()
    {
        var json = Encoding.UTF8.GetBytes($$"""{"user":"{{new string('a', RowFormat.MaxEventLength)}}"}""");
        UserAndBytes().CreateParser().Parse(json, out _, out var problem).ShouldBe(RowOutcome.Problem);
        problem!.Detail.ShouldContain("at most 4194304 are allowed");
    }

    [Theory]
    [InlineData(TimeFormat.Iso8601, "\"2026-01-05T12:00:00Z\"")]
    [InlineData(TimeFormat.Iso8601, "\"2026-01-05T12:00:00\"")]
    [InlineData(TimeFormat.Iso8601, "\"2026-01-05 12:00:00\"")]
    [InlineData(TimeFormat.Iso8601, "\"2026-01-05T14:30:00+02:30\"")]
    [InlineData(TimeFormat.Iso8601, "\"2026-01-05T12:00:00.0000000Z\"")]
    [InlineData(TimeFormat.Iso8601, "\"2026-01-05T12:00\"")]
    [InlineData(TimeFormat.UnixMs, "1767614400000")]
    [InlineData(TimeFormat.UnixMs, "1767614400000.0")]
    [InlineData(TimeFormat.UnixS, "1767614400")]
    [InlineData(TimeFormat.UnixS, "1.7676144e9")]
    public void Parse_Time_IsReadInItsFormat(TimeFormat format, string time)
    {
        var rows = new RowFormat(new RowSchema(), new TimeField("timestamp", format), [], KeepsRaw: false);
        var (outcome, row, problem) = Parse(rows, $$"""{"timestamp":{{time}}}""");
        outcome.ShouldBe(RowOutcome.Row, problem?.Detail);
        row.Ticks.ShouldBe(Noon);
    }

    [Theory]
    [InlineData("\"soon\"")]
    [InlineData("-1")]
    [InlineData("1e300")]
    [InlineData("9223372036854775807")]
    [InlineData("-9223372036854775808")]
    public void Parse_UnixTimeOutOfRange_IsABadTimestamp(string time)
    {
        var rows = new RowFormat(new RowSchema(), new TimeField("timestamp", TimeFormat.UnixS), [], KeepsRaw: false);
        var (outcome, _, problem) = Parse(rows, $$"""{"timestamp":{{time}}}""");
        outcome.ShouldBe(RowOutcome.Problem);
        problem!.Reason.ShouldBe("bad-timestamp");
    }

    [Fact]
    public void Parse_EventThatDoesNotPass_GivesItsTimeOnly()
    {
        var schema = new RowSchema();
        var kind = schema.Use("kind", FieldUse.Optional);
        schema.Use("user", FieldUse.Key);
        var format = new RowFormat(schema, new TimeField("timestamp", TimeFormat.Iso8601), [new KindIs(kind, "click")], KeepsRaw: true);

        // Neither a missing key nor a missing time matters for what nobody wants.
        var (outcome, row, _) = Parse(format, """{"kind":"view","timestamp":"2026-01-05T12:00:00Z"}""");
        outcome.ShouldBe(RowOutcome.Row);
        row.Passes.ShouldBeFalse();
        row.Raw.ShouldBeNull();
        row.Ticks.ShouldBe(Noon);
        Parse(format, """{"kind":"view"}""").Outcome.ShouldBe(RowOutcome.Skipped);

        const string Click = """{"kind":"click","user":1,"timestamp":"2026-01-05T12:00:00Z"}""";
        Encoding.UTF8.GetString(Parse(format, Click).Row.Raw!).ShouldBe(Click);
    }

    [Fact]
    public void Parse_UnknownFieldOfAStrictSchema_IsRefused()
    {
        var schema = new RowSchema { Allowed = ["timestamp", "user", "client.ip"] };
        schema.Use("user", FieldUse.Key);
        var format = new RowFormat(schema, new TimeField("timestamp", TimeFormat.Iso8601), [], KeepsRaw: false);
        Parse(format, """{"user":1,"client":{"ip":"a","more":1},"timestamp":"2026-01-05T12:00:00Z"}""").Outcome.ShouldBe(RowOutcome.Row);
        var (outcome, _, problem) = Parse(format, """{"user":1,"usr":{"a":1},"timestamp":"2026-01-05T12:00:00Z"}""");
        outcome.ShouldBe(RowOutcome.Problem);
        problem.ShouldBe(new RowProblem("unknown-field", "usr: not one of the pipeline's fields"));
    }

    [Fact]
    public void Parse_SameTextAgain_GivesTheSameString()
    {
        var parser = UserAndBytes().CreateParser();
        byte[] json = [.. """{"user":"a","bytes":1,"timestamp":"2026-01-05T12:00:00Z"}"""u8];
        parser.Parse(json, out var first, out _);
        parser.Parse(json, out var second, out _);
        second.Values![0].Text.ShouldBeSameAs(first.Values![0].Text);
        second.Values.ShouldNotBeSameAs(first.Values);
    }

    private static RowFormat UserAndBytes() => Format(
        schema =>
        {
            schema.Use("user", FieldUse.Key | FieldUse.Scalar);
            schema.Use("bytes", FieldUse.Number);
        },
        maxKeyLength: 10);

    private static RowFormat Format(Action<RowSchema> use, int maxKeyLength = 1024)
    {
        var schema = new RowSchema { MaxKeyLength = maxKeyLength };
        use(schema);
        return new RowFormat(schema, new TimeField("timestamp", TimeFormat.Iso8601), [], KeepsRaw: false);
    }

    private static (RowOutcome Outcome, Row Row, RowProblem? Problem) Parse(RowFormat format, string json)
    {
        var outcome = format.CreateParser().Parse(Encoding.UTF8.GetBytes(json), out var row, out var problem);
        return (outcome, row, problem);
    }

    private sealed class KindIs(int field, string kind) : RowCondition
    {
        public override bool Holds(ReadOnlySpan<RowValue> values) => values[field].Text == kind;
    }
}
