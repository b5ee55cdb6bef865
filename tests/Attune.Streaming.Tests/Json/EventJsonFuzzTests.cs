using System.Net;
using System.Text.Json;
using Attune.Streaming.Json;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Streaming.Tests.Json;

public class EventJsonFuzzTests
{
    private static readonly DateTime Latest = new(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly EventJsonParser Parser = new(Latest);

    private static readonly Gen<string> Scalars = Gen.OneOf(
        Gen.Elements(
            "null", "true", "0", "-0", "-1", "1.5", "1e3", "1e400", "9007199254740993", "[]", "{}", "[[1]]", "\"\"", "\"flow\"", "\"text\"", "\"2002-08-22T12:36:23Z\"",
            "\"2002-08-22\"", "\"9999-12-31T23:59:59-14:00\"", "\"192.0.2.7\"", "\"010.0.0.1\"", "\"::1\"", "\"fe80::1%1\"", "\"smtp\"", "\"mx.example.org\"",
            "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\u0000\"", "2048"),
        ArbMap.Default.ArbFor<string?>().Generator.Select(text => JsonSerializer.Serialize(text)),
        ArbMap.Default.ArbFor<long>().Generator.Select(number => JsonSerializer.Serialize(number)));

    private static readonly Gen<string> Names = Gen.OneOf(
        Gen.Elements(
            "type", "id", "timestamp", "source_ip", "sourceIp", "destination_ip", "destinationIp", "bytes_transferred", "bytesTransferred", "protocol", "message_id",
            "sender_domain", "subject", "body", "label").Select(name => JsonSerializer.Serialize(name)),
        Gen.Elements("\"\"", "\"SourceIp\"", "\"\\ud800\"", "\"\\u0069d\""),
        ArbMap.Default.ArbFor<NonNull<string>>().Generator.Select(text => JsonSerializer.Serialize(text.Get)));

    /// <summary>Objects of any fields with any values.</summary>
    private static readonly Gen<string> Objects = Gen.Zip(Names, Scalars).ListOf().Select(Join);

    /// <summary>Good events of which some fields have any value.</summary>
    private static readonly Gen<string> Events =
        from timestamp in Often("\"2002-08-22T12:36:23Z\"")
        from source in Often("\"192.0.2.7\"")
        from destination in Often("\"mx\"")
        from bytes in Often("2048")
        from protocol in Often("\"smtp\"")
        from body in Often("\"b\"")
        from isText in ArbMap.Default.ArbFor<bool>().Generator
        select isText
            ? $$"""{"type":"text","timestamp":{{timestamp}},"body":{{body}},"subject":{{protocol}},"senderDomain":{{source}} }"""
            : $$"""{"timestamp":{{timestamp}},"source_ip":{{source}},"destination_ip":{{destination}},"bytes_transferred":{{bytes}},"protocol":{{protocol}} }""";

    private static readonly Arbitrary<string> Json = Gen.OneOf(Scalars, Objects, Events).ToArbitrary();

    [Fact]
    public void Parse_AnyJson_GivesErrorsOrAValidEvent() => Prop.ForAll(Json, json => KeepsTheLaws(json)).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    [Fact]
    public void Parse_AnyJson_GivesTheSameResultAgain() =>
        Prop.ForAll(Json, json =>
        {
            var (first, second) = (Parse(json), Parse(json));
            return first.Flow == second.Flow && first.Text == second.Text && first.Errors.SequenceEqual(second.Errors);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void Parse_FuzzedEvents_AreBothGoodAndBad()
    {
        var valid = Events.Sample(500).Select(json => Parse(json).IsValid).ToList();
        valid.ShouldContain(true);
        valid.ShouldContain(false);
    }

    private static Gen<string> Often(string good) => Gen.Frequency((6, Gen.Constant(good)), (1, Scalars));

    private static string Join(IEnumerable<(string Name, string Value)> fields) => "{" + string.Join(',', fields.Select(field => $"{field.Name}:{field.Value}")) + "}";

    private static ParsedEvent Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Parser.Parse(document.RootElement, "fuzz");
    }

    private static bool KeepsTheLaws(string json)
    {
        var parsed = Parse(json);
        if (!parsed.IsValid)
        {
            return parsed.Flow is null && parsed.Text is null && parsed.Errors.All(error => error.Message.Length > 0);
        }

        if (parsed.Flow is { } flow)
        {
            return parsed.Text is null && IsInRange(flow.Timestamp) && flow.Bytes is >= 0 and <= 1L << 53
                && IPAddress.TryParse(flow.SourceIp, out var address) && address.ToString() == flow.SourceIp && flow.SourceIp.All(c => c is not ('%' or '['))
                && flow.Protocol.Length is >= 1 and <= 32 && !flow.Protocol.Any(char.IsAsciiLetterLower);
        }

        return parsed.Text is { } text && IsInRange(text.Timestamp) && !text.SenderDomain.Any(char.IsAsciiLetterUpper);
    }

    private static bool IsInRange(DateTime timestamp) => timestamp.Kind == DateTimeKind.Utc && timestamp >= DateTime.UnixEpoch && timestamp <= Latest;
}
