using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Attune.Streaming.Declarative.Rows;
using Attune.Streaming.Pipelines.Sources;
using Attune.Streaming.Sources;

namespace Attune.Streaming.Declarative.Files;

/// <summary>Makes rows of the lines of a CSV file. What looks like a number or a flag is one; an empty column is a missing field. Not thread-safe.</summary>
internal sealed class CsvRowParser : IRecordParser, IDisposable
{
    private static readonly RowProblem NoUtf8 = new(RowProblems.BadField, "a text is not valid Unicode");
    private readonly RowFormat _format;
    private readonly byte _delimiter;
    private readonly string[] _columns;
    private readonly (int Index, bool IsTime)[] _uses;
    private readonly RowValue[] _values;
    private readonly TextPool _texts = new();
    private readonly ArrayBufferWriter<byte> _json = new();
    private readonly Utf8JsonWriter _writer;
    private byte[] _unquoted = new byte[256];

    /// <exception cref="SourceException">The header is not UTF-8, has a column twice, or lacks a used field.</exception>
    public CsvRowParser(RowFormat format, CsvSettings settings, ReadOnlySpan<byte> header)
    {
        _format = format;
        _delimiter = (byte)settings.Delimiter;
        _values = new RowValue[format.Schema.Names.Count];
        _writer = new Utf8JsonWriter(_json, new JsonWriterOptions { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        var columns = new List<string>();
        var hasMore = true;
        while (Next(ref header, ref hasMore, out var cell))
        {
            columns.Add(Encoding.UTF8.GetString(cell).Trim());
        }

        _columns = [.. columns];
        if (_columns.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new SourceException($"The header has the column '{twice.Key}' twice.");
        }

        foreach (var name in format.Schema.Names.Concat(format.Time is { } time ? [time.Field] : Array.Empty<string>()))
        {
            if (!_columns.Contains(name, StringComparer.Ordinal))
            {
                throw new SourceException($"The header has no column '{name}'; it has {string.Join(", ", _columns)}.");
            }
        }

        _uses = [.. _columns.Select(name => (format.Schema.Names.ToList().IndexOf(name), format.Time?.Field == name))];
    }

    public RowOutcome Parse(ReadOnlySpan<byte> record, out Row row, out RowProblem? problem)
    {
        Array.Clear(_values);
        var time = new EventTime(SourceBuffer<Row>.NoTimestamp, _format.Time is null ? null : RowParser.Missing(_format.Time));
        Begin();
        var column = 0;
        try
        {
            var rest = record;
            var hasMore = true;
            for (; Next(ref rest, ref hasMore, out var cell); column++)
            {
                if (column < _columns.Length)
                {
                    Take(cell, column, ref time);
                }
            }
        }
        catch (DecoderFallbackException)
        {
            return Fail(NoUtf8, out row, out problem);
        }

        return column != _columns.Length
            ? Fail(new RowProblem(RowProblems.BadColumns, $"{column} columns, the header has {_columns.Length}"), out row, out problem)
            : _format.Judge(_values, in time, End(), out row, out problem);
    }

    public void Dispose() => _writer.Dispose();

    private static RowOutcome Fail(RowProblem wrong, out Row row, out RowProblem? problem)
    {
        (row, problem) = (default, wrong);
        return RowOutcome.Problem;
    }

    private void Begin()
    {
        if (_format.KeepsRaw)
        {
            _json.ResetWrittenCount();
            _writer.Reset();
            _writer.WriteStartObject();
        }
    }

    private ReadOnlySpan<byte> End()
    {
        if (!_format.KeepsRaw)
        {
            return [];
        }

        _writer.WriteEndObject();
        _writer.Flush();
        return _json.WrittenSpan;
    }

    private void Take(ReadOnlySpan<byte> cell, int column, ref EventTime time)
    {
        var (index, isTime) = _uses[column];
        if (cell.IsEmpty || (index < 0 && !isTime && !_format.KeepsRaw))
        {
            return;
        }

        var value = Value(cell);
        if (index >= 0)
        {
            _values[index] = value;
        }

        if (isTime)
        {
            var wrong = _format.Time!.Read(in value, out var ticks);
            time = wrong is null ? new EventTime(ticks, null) : new EventTime(SourceBuffer<Row>.NoTimestamp, new RowProblem(RowProblems.BadTimestamp, wrong));
        }

        if (_format.KeepsRaw)
        {
            _writer.WritePropertyName(_columns[column]);
            value.WriteTo(_writer);
        }
    }

    private RowValue Value(ReadOnlySpan<byte> cell)
    {
        var first = cell[0] == '-' && cell.Length > 1 ? cell[1] : cell[0];
        if (first is >= (byte)'0' and <= (byte)'9' && !HasLeadingZero(cell))
        {
            if (Utf8Parser.TryParse(cell, out long whole, out var length) && length == cell.Length)
            {
                return RowValue.Of(whole);
            }

            if (Utf8Parser.TryParse(cell, out double real, out length) && length == cell.Length && double.IsFinite(real))
            {
                return RowValue.Of(real);
            }
        }

        return cell.SequenceEqual("true"u8) ? RowValue.Of(true) : cell.SequenceEqual("false"u8) ? RowValue.Of(false) : RowValue.Of(_texts.Get(cell));
    }

    /// <summary>Like a postal code: as a number it would lose something.</summary>
    private static bool HasLeadingZero(ReadOnlySpan<byte> cell)
    {
        var digits = cell[0] == '-' ? cell[1..] : cell;
        return digits.Length > 1 && digits[0] == '0' && digits[1] is >= (byte)'0' and <= (byte)'9';
    }

    /// <summary>Takes the next column off <paramref name="rest"/>.</summary>
    /// <param name="rest">What follows.</param>
    /// <param name="hasMore">False after the last column: what follows may also be an empty column.</param>
    /// <param name="cell">The column.</param>
    private bool Next(ref ReadOnlySpan<byte> rest, ref bool hasMore, out ReadOnlySpan<byte> cell)
    {
        cell = default;
        if (!hasMore)
        {
            return false;
        }

        var end = 0;
        if (rest.Length > 0 && rest[0] == '"')
        {
            cell = Unquote(rest, out end);
        }

        var delimiter = rest[end..].IndexOf(_delimiter);
        hasMore = delimiter >= 0;
        cell = end > 0 ? cell : hasMore ? rest[..delimiter] : rest;
        rest = hasMore ? rest[(end + delimiter + 1)..] : [];
        return true;
    }

    private ReadOnlySpan<byte> Unquote(ReadOnlySpan<byte> rest, out int end)
    {
        var length = 0;
        for (end = 1; end < rest.Length; end++)
        {
            if (rest[end] == '"')
            {
                end++;
                if (end == rest.Length || rest[end] != '"')
                {
                    break;
                }
            }

            if (length == _unquoted.Length)
            {
                Array.Resize(ref _unquoted, length * 2);
            }

            _unquoted[length++] = rest[end];
        }

        return _unquoted.AsSpan(0, length);
    }
}
