using System.Text;
using System.Text.Json;
using Attune.Streaming.Declarative.Rows;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Streaming.Tests.Declarative;

public sealed class RowParserFuzzTests
{
    private const string Sample = """{"user":"ab","client":{"ip":"10.0.0.1","x":[1,2,{"user":5}]},"bytes":-12.5e3,"ok":true,"timestamp":"2026-01-05T12:00:00.5+01:00","x":null}""";

    [Fact]
    public void Parse_AnyJsonObject_AgreesWithADocument() => Prop.ForAll(Objects().ToArbitrary(), json =>
    {
        var schema = new RowSchema();
        string[] names = ["a", "b", "c"];
        foreach (var name in names)
        {
            schema.Use(name, FieldUse.Optional);
        }

        var outcome = new RowFormat(schema, null, [], KeepsRaw: true).CreateParser().Parse(Encoding.UTF8.GetBytes(json), out var row, out _);
        using var document = JsonDocument.Parse(json);
        outcome.ShouldBe(RowOutcome.Row);
        Encoding.UTF8.GetString(row.Raw!).ShouldBe(json);
        for (var i = 0; i < names.Length; i++)
        {
            row.Values![i].ShouldBe(Expected(document.RootElement, names[i]), json);
        }
    }).QuickCheckThrowOnFailure();

    /// <summary>Whatever the bytes are, the parser gives an outcome, and rubbish leaves nothing behind for the next event.</summary>
    [Fact]
    public void Parse_AnyBytes_NeverThrows()
    {
        var schema = new RowSchema();
        schema.Use("user", FieldUse.Key | FieldUse.Scalar);
        schema.Use("client.ip", FieldUse.Scalar);
        schema.Use("bytes", FieldUse.Number);
        var parser = new RowFormat(schema, new TimeField("timestamp", TimeFormat.Iso8601), [], KeepsRaw: false).CreateParser();
        var sample = Encoding.UTF8.GetBytes(Sample);
        Prop.ForAll(Damages(sample).ToArbitrary(), bytes =>
        {
            var outcome = parser.Parse(bytes, out var row, out var problem);
            (outcome == RowOutcome.Problem).ShouldBe(problem is not null);
            (outcome == RowOutcome.Row).ShouldBe(row.Values is not null);
            parser.Parse(sample, out var good, out _).ShouldBe(RowOutcome.Row);
            good.Values.ShouldBe([RowValue.Of("ab"), RowValue.Of("10.0.0.1"), RowValue.Of(-12500)]);
        }).QuickCheckThrowOnFailure();
    }

    private static RowValue Expected(JsonElement root, string name) => !root.TryGetProperty(name, out var value) ? RowValue.Missing : value.ValueKind switch
    {
        JsonValueKind.String => RowValue.Of(value.GetString()!),
        JsonValueKind.Number => value.TryGetInt64(out var whole) ? RowValue.Of(whole) : RowValue.Of(value.GetDouble()),
        JsonValueKind.True or JsonValueKind.False => RowValue.Of(value.GetBoolean()),
        JsonValueKind.Null => RowValue.Null,
        _ => RowValue.Nested,
    };

    private static Gen<byte[]> Damages(byte[] sample) =>
        from kind in Gen.Choose(0, 2)
        from at in Gen.Choose(0, sample.Length - 1)
        from value in Gen.Choose(0, 255)
        from noise in Gen.ArrayOf(Gen.Choose(0, 255).Select(number => (byte)number))
        select kind switch
        {
            0 => sample[..at],
            1 => [.. sample[..at], (byte)value, .. sample[(at + 1)..]],
            _ => noise,
        };

    private static Gen<string> Objects()
    {
        var texts = Gen.Elements("", "x", "ü", "\"", "\\", "\n", "😀", "a longer text of more than sixty-four characters, so that no pool keeps it at all");
        var scalars = Gen.OneOf(
            texts.Select(text => JsonSerializer.Serialize(text)), Gen.Choose(int.MinValue, int.MaxValue).Select(number => number.ToString()),
            Gen.Choose(-1000, 1000).Select(number => JsonSerializer.Serialize(number / 7.0)), Gen.Elements("true", "false", "null", "9223372036854775807", "1e20", "-0.0", "0"));
        var values = Gen.OneOf(scalars, scalars.Select(scalar => $"[{scalar},{{\"a\":{scalar}}}]"), scalars.Select(scalar => $"{{\"b\":{scalar}}}"));
        var fields = from name in Gen.Elements("a", "b", "c", "d", "\\u0061") from value in values select $"\"{name}\" : {value}";
        return Gen.ArrayOf(fields).Select(list => "{" + string.Join(", ", list) + "}");
    }
}
