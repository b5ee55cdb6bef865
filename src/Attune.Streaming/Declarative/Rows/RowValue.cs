using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Attune.Streaming.Checkpoints;
using Attune.Streaming.Partitions;

namespace Attune.Streaming.Declarative.Rows;

/// <summary>One field of an event: 16 bytes, and no object of its own unless it is a text.</summary>
/// <remarks>A reference that is the text, or one of a few fixed objects that stand for the kind; and 64 bits for the number.</remarks>
[StructLayout(LayoutKind.Auto)]
public readonly struct RowValue : IEquatable<RowValue>
{
    private static readonly object[] Kinds = [new(), new(), new(), new(), new(), new(), new()];

    private readonly object? _reference;
    private readonly long _bits;

    private RowValue(object? reference, long bits) => (_reference, _bits) = (reference, bits);

    /// <summary>A field that the event does not have.</summary>
    public static RowValue Missing => default;

    /// <summary>A JSON null.</summary>
    public static RowValue Null => new(Kinds[(int)RowValueKind.Null], 0);

    /// <summary>An object or an array.</summary>
    public static RowValue Nested => new(Kinds[(int)RowValueKind.Nested], 0);

    /// <summary>What it is.</summary>
    public RowValueKind Kind =>
        _reference is null ? RowValueKind.Missing
        : ReferenceEquals(_reference, Kinds[(int)RowValueKind.Whole]) ? RowValueKind.Whole
        : ReferenceEquals(_reference, Kinds[(int)RowValueKind.Real]) ? RowValueKind.Real
        : _reference is string ? RowValueKind.Text
        : (RowValueKind)Array.IndexOf(Kinds, _reference);

    /// <summary>True for a whole or real number.</summary>
    public bool IsNumber => Kind is RowValueKind.Whole or RowValueKind.Real;

    /// <summary>The text; null for anything else.</summary>
    public string? Text => _reference as string;

    /// <summary>The number; not a number for anything else. A whole one beyond 2⁵³ is rounded.</summary>
    public double Number =>
        ReferenceEquals(_reference, Kinds[(int)RowValueKind.Whole]) ? _bits
        : ReferenceEquals(_reference, Kinds[(int)RowValueKind.Real]) ? BitConverter.Int64BitsToDouble(_bits)
        : double.NaN;

    /// <summary>The value of <see cref="RowValueKind.Whole"/> or <see cref="RowValueKind.Boolean"/> (1 for true); else 0.</summary>
    public long Whole => Kind is RowValueKind.Whole or RowValueKind.Boolean ? _bits : 0;

    /// <summary>A text.</summary>
    public static RowValue Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new RowValue(text, 0);
    }

    /// <summary>A whole number.</summary>
    public static RowValue Of(long number) => new(Kinds[(int)RowValueKind.Whole], number);

    /// <summary>A number. One that is whole, and exactly so, becomes <see cref="RowValueKind.Whole"/>: 5 and 5.0 are equal.</summary>
    /// <exception cref="ArgumentException">It is infinite or not a number.</exception>
    public static RowValue Of(double number) =>
        !double.IsFinite(number) ? throw new ArgumentException($"{number} is no finite number.", nameof(number))
        : number == Math.Floor(number) && Math.Abs(number) < 1L << 53 ? Of((long)number)
        : new RowValue(Kinds[(int)RowValueKind.Real], BitConverter.DoubleToInt64Bits(number));

    /// <summary>True or false.</summary>
    public static RowValue Of(bool flag) => new(Kinds[(int)RowValueKind.Boolean], flag ? 1 : 0);

    /// <summary>True if both are equal.</summary>
    public static bool operator ==(RowValue left, RowValue right) => left.Equals(right);

    /// <summary>True if they differ.</summary>
    public static bool operator !=(RowValue left, RowValue right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(RowValue other) =>
        _bits == other._bits
        && (ReferenceEquals(_reference, other._reference) || (_reference is string text && other._reference is string others && text.Equals(others, StringComparison.Ordinal)));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is RowValue other && Equals(other);

    /// <summary>The same in every process, so that it may decide about the partition.</summary>
    public override int GetHashCode()
    {
        return (int)(_reference is string text ? StableHash.Of(text) : StableHash.Of(((ulong)Kind * 0xD6E8FEB86659FD93) ^ (ulong)_bits));
    }

    /// <summary>As it would stand in a file of text: numbers without culture, nothing for null and missing.</summary>
    public override string ToString() => Kind switch
    {
        RowValueKind.Text => Text!,
        RowValueKind.Boolean => _bits != 0 ? "true" : "false",
        RowValueKind.Whole => _bits.ToString(CultureInfo.InvariantCulture),
        RowValueKind.Real => Number.ToString("R", CultureInfo.InvariantCulture),
        RowValueKind.Nested => "{…}",
        _ => "",
    };

    internal void WriteTo(Utf8JsonWriter writer)
    {
        switch (Kind)
        {
            case RowValueKind.Text:
                writer.WriteStringValue(Text);
                break;
            case RowValueKind.Boolean:
                writer.WriteBooleanValue(_bits != 0);
                break;
            case RowValueKind.Whole:
                writer.WriteNumberValue(_bits);
                break;
            case RowValueKind.Real:
                writer.WriteNumberValue(Number);
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    internal void Save(StateWriter writer)
    {
        writer.Write((byte)Kind);
        if (_reference is string text)
        {
            writer.WriteString(text);
        }
        else
        {
            writer.Write(_bits);
        }
    }

    /// <exception cref="CheckpointException">The bytes are no value.</exception>
    internal static RowValue Load(StateReader reader)
    {
        var kind = (RowValueKind)reader.Read<byte>();
        return kind switch
        {
            RowValueKind.Text => new RowValue(reader.ReadString() ?? throw new CheckpointException("A text of the state is null."), 0),
            RowValueKind.Missing => new RowValue(null, reader.Read<long>()),
            <= RowValueKind.Nested => new RowValue(Kinds[(int)kind], reader.Read<long>()),
            _ => throw new CheckpointException($"{(int)kind} is no kind of value."),
        };
    }
}
