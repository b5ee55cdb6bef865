using Attune.Streaming.Declarative.Conditions;

namespace Attune.Streaming.Declarative.Rows;

/// <summary>How input becomes rows. Immutable, and may be shared; the parsers that it makes may not.</summary>
/// <param name="Schema">The fields that are used.</param>
/// <param name="Time">Where the time stands; null if it does not stand in the event.</param>
/// <param name="Where">Conditions; an event for which one does not hold passes on its time only.</param>
/// <param name="KeepsRaw">Whether rows carry the whole event.</param>
public sealed record RowFormat(RowSchema Schema, TimeField? Time, IReadOnlyList<RowCondition> Where, bool KeepsRaw)
{
    /// <summary>Most bytes of one event, 4 MiB.</summary>
    public const int MaxEventLength = 4 << 20;

    /// <summary>A parser for JSON objects.</summary>
    public RowParser CreateParser() => new(this);

    /// <summary>Judges what was read of an event.</summary>
    /// <param name="values">The schema's fields; copied.</param>
    /// <param name="time">The field with the time.</param>
    /// <param name="raw">The event.</param>
    /// <param name="row">The row.</param>
    /// <param name="problem">What is wrong.</param>
    internal RowOutcome Judge(ReadOnlySpan<RowValue> values, in EventTime time, ReadOnlySpan<byte> raw, out Row row, out RowProblem? problem)
    {
        row = new Row(null, null, time.Ticks);
        problem = null;
        var passes = Holds(values);
        if (Time is not null && time.Problem is { } wrong)
        {
            problem = passes ? wrong : null;
            return passes ? RowOutcome.Problem : RowOutcome.Skipped;
        }

        if (!passes)
        {
            return RowOutcome.Row;
        }

        problem = Check(values);
        if (problem is not null)
        {
            return RowOutcome.Problem;
        }

        row = new Row(values.IsEmpty ? [] : values.ToArray(), KeepsRaw ? OneLine(raw) : null, time.Ticks);
        return RowOutcome.Row;
    }

    /// <summary>Outside of texts JSON takes a line end for a space; sinks write one event a line.</summary>
    private static byte[] OneLine(ReadOnlySpan<byte> raw)
    {
        var copy = raw.ToArray();
        copy.AsSpan().Replace((byte)'\n', (byte)' ');
        copy.AsSpan().Replace((byte)'\r', (byte)' ');
        return copy;
    }

    private bool Holds(ReadOnlySpan<RowValue> values)
    {
        for (var i = 0; i < Where.Count; i++)
        {
            if (!Where[i].Holds(values))
            {
                return false;
            }
        }

        return true;
    }

    private RowProblem? Check(ReadOnlySpan<RowValue> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var use = Schema.Uses[i];
            if (use == FieldUse.Optional)
            {
                continue;
            }

            ref readonly var value = ref values[i];
            switch (value.Kind)
            {
                case RowValueKind.Whole or RowValueKind.Real:
                    break;
                case RowValueKind.Missing or RowValueKind.Null:
                    return new RowProblem(RowProblems.MissingField, $"{Schema.Names[i]}: the event {(value.Kind == RowValueKind.Null ? "has null" : "does not have it")}");
                case RowValueKind.Nested:
                    return new RowProblem(RowProblems.BadField, $"{Schema.Names[i]}: must be {Expected(use)}, this is an object or array");
                case var kind when use.HasFlag(FieldUse.Number):
                    return new RowProblem(RowProblems.BadField, $"{Schema.Names[i]}: must be a number, this is a {(kind == RowValueKind.Text ? "text" : "flag")}");
                case RowValueKind.Text when use.HasFlag(FieldUse.Key) && value.Text!.Length > Schema.MaxKeyLength:
                    return new RowProblem(RowProblems.KeyTooLong, $"{Schema.Names[i]}: {value.Text.Length} characters, at most {Schema.MaxKeyLength} are allowed");
            }
        }

        return null;
    }

    private static string Expected(FieldUse use) => use.HasFlag(FieldUse.Number) ? "a number" : "a text, number or flag";
}
