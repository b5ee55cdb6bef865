using System.Text;
using System.Text.Json;
using Attune.Streaming.Pipelines.Sources;

namespace Attune.Streaming.Declarative.Rows;

/// <summary>Reads the used fields out of JSON objects, in one pass and without a document. Not thread-safe.</summary>
public sealed class RowParser : IRecordParser
{
    private static readonly RowProblem NoObject = new(RowProblems.BadJson, "not a JSON object");
    private static readonly RowProblem NoUtf8 = new(RowProblems.BadJson, "a text is not valid Unicode");
    private readonly RowFormat _format;
    private readonly FieldNode _root;
    private readonly RowValue[] _values;
    private readonly byte[][]? _allowed;
    private readonly TextPool _texts = new();
    private EventTime _time;
    private RowProblem? _problem;

    internal RowParser(RowFormat format)
    {
        _format = format;
        _root = FieldNode.Of(format);
        _values = new RowValue[format.Schema.Names.Count];
        _allowed = format.Schema.Allowed?.SelectMany(name => new[] { name, name.Split('.')[0] }).Distinct().Select(Encoding.UTF8.GetBytes).ToArray();
    }

    /// <summary>Reads one event.</summary>
    /// <param name="record">UTF-8; one object, and nothing but white space around it.</param>
    /// <param name="row">The row.</param>
    /// <param name="problem">What is wrong with the event.</param>
    public RowOutcome Parse(ReadOnlySpan<byte> record, out Row row, out RowProblem? problem)
    {
        Array.Clear(_values);
        _time = new EventTime(SourceBuffer<Row>.NoTimestamp, _format.Time is null ? null : Missing(_format.Time));
        _problem = record.Length > RowFormat.MaxEventLength
            ? new RowProblem(RowProblems.BadJson, $"{record.Length} bytes, at most {RowFormat.MaxEventLength} are allowed")
            : null;
        try
        {
            if (_problem is null)
            {
                Read(record);
            }
        }
        catch (JsonException error)
        {
            _problem = new RowProblem(RowProblems.BadJson, $"not valid JSON at column {error.BytePositionInLine + 1}");
        }
        catch (Exception error) when (error is InvalidOperationException or DecoderFallbackException)
        {
            // Escapes that give half a surrogate pair, and bytes that are no UTF-8: JSON's grammar allows the former, the reader passes over the latter.
            _problem = NoUtf8;
        }

        if (_problem is not null)
        {
            (row, problem) = (default, _problem);
            return RowOutcome.Problem;
        }

        return _format.Judge(_values, in _time, record, out row, out problem);
    }

    internal static RowProblem Missing(TimeField time) => new(RowProblems.MissingField, $"{time.Field}: the event does not have it");

    private void Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            _problem = NoObject;
            return;
        }

        ReadObject(ref reader, _root, isRoot: true);

        // The reader throws if anything follows.
        reader.Read();
    }

    private void ReadObject(ref Utf8JsonReader reader, FieldNode node, bool isRoot)
    {
        var expected = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var child = Find(ref reader, node, ref expected);
            if (child is null)
            {
                if (isRoot && _allowed is not null && !IsAllowed(ref reader))
                {
                    _problem ??= new RowProblem(RowProblems.UnknownField, $"{reader.GetString()}: not one of the pipeline's fields");
                }

                reader.Skip();
                continue;
            }

            reader.Read();
            if (child.IsUsed)
            {
                Take(ref reader, child);
            }

            if (reader.TokenType == JsonTokenType.StartObject && child.Children.Count > 0)
            {
                ReadObject(ref reader, child, isRoot: false);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    /// <summary>Events of one stream mostly have their fields in one order: the field after the last one is tried first.</summary>
    private static FieldNode? Find(ref Utf8JsonReader reader, FieldNode node, ref int expected)
    {
        var children = node.Children;
        for (var i = 0; i < children.Count; i++)
        {
            var at = expected + i;
            at -= at >= children.Count ? children.Count : 0;
            var name = children[at].Name;
            if (reader.ValueIsEscaped ? reader.ValueTextEquals(name) : reader.ValueSpan.SequenceEqual(name))
            {
                expected = at + 1 == children.Count ? 0 : at + 1;
                return children[at];
            }
        }

        return null;
    }

    private bool IsAllowed(ref Utf8JsonReader reader)
    {
        foreach (var name in _allowed!)
        {
            if (reader.ValueTextEquals(name))
            {
                return true;
            }
        }

        return false;
    }

    private void Take(ref Utf8JsonReader reader, FieldNode field)
    {
        if (field.IsTime && _format.Time!.Format == TimeFormat.Iso8601 && TryReadIso8601(ref reader, out var ticks))
        {
            _time = new EventTime(ticks, null);
            if (field.Index < 0)
            {
                return;
            }
        }

        var value = Value(ref reader, field);
        if (field.Index >= 0)
        {
            _values[field.Index] = value;
        }

        if (field.IsTime && (_format.Time!.Format != TimeFormat.Iso8601 || _time.Problem is not null))
        {
            var wrong = _format.Time.Read(in value, out ticks);
            _time = wrong is null
                ? new EventTime(ticks, null)
                : new EventTime(SourceBuffer<Row>.NoTimestamp, new RowProblem(value.Kind == RowValueKind.Null ? RowProblems.MissingField : RowProblems.BadTimestamp, wrong));
        }
    }

    private RowValue Value(ref Utf8JsonReader reader, FieldNode field)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return RowValue.Of(reader.ValueIsEscaped ? reader.GetString()! : _texts.Get(reader.ValueSpan));
            case JsonTokenType.Number when reader.TryGetInt64(out var whole):
                return RowValue.Of(whole);
            case JsonTokenType.Number when reader.TryGetDouble(out var real) && double.IsFinite(real):
                return RowValue.Of(real);
            case JsonTokenType.Number:
                _problem ??= new RowProblem(RowProblems.BadField, $"{Encoding.UTF8.GetString(field.Name)}: the number is out of range");
                return RowValue.Null;
            case JsonTokenType.True or JsonTokenType.False:
                return RowValue.Of(reader.TokenType == JsonTokenType.True);
            case JsonTokenType.Null:
                return RowValue.Null;
            default:
                return RowValue.Nested;
        }
    }

    private static bool TryReadIso8601(ref Utf8JsonReader reader, out long ticks)
    {
        ticks = 0;
        if (reader.TokenType != JsonTokenType.String || !reader.TryGetDateTime(out var time))
        {
            return false;
        }

        // With an offset: the reader's own DateTime would go through the machine's zone.
        ticks = time.Kind == DateTimeKind.Local && reader.TryGetDateTimeOffset(out var offset) ? offset.UtcTicks : time.Ticks;
        return ticks >= DateTime.UnixEpoch.Ticks;
    }
}
