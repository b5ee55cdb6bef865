using System.Buffers;
using System.Text;
using System.Text.Json;
using Attune.Realtime.Filters.Expressions;
using Attune.Realtime.Filters.Values;

namespace Attune.Realtime.Filters.Matching;

/// <summary>A field that a filter looks at or looks into: the paths of all comparisons make one tree, so one pass over a payload serves them all.</summary>
internal sealed class FieldNode
{
    private const int StackBytes = 512;
    private readonly byte[] _name;
    private readonly Comparison[] _comparisons;
    private readonly FieldNode[] _children;
    private readonly ulong _bits;

    private FieldNode(string name, int depth, IReadOnlyList<Comparison> below)
    {
        _name = Encoding.UTF8.GetBytes(name);
        _comparisons = [.. below.Where(comparison => comparison.Path.Names.Count == depth)];
        _children =
        [
            .. below.Where(comparison => comparison.Path.Names.Count > depth)
                .GroupBy(comparison => comparison.Path.Names[depth], StringComparer.Ordinal)
                .Select(group => new FieldNode(group.Key, depth + 1, [.. group])),
        ];
        _bits = Comparison.Bits(below);
    }

    /// <summary>The tree of a filter; its root is the payload.</summary>
    public static FieldNode Root(IReadOnlyList<Comparison> comparisons) => new("", 0, comparisons);

    /// <summary>Reads the value at which the reader stands up to its last token.</summary>
    /// <returns>The bits of the comparisons that hold.</returns>
    /// <exception cref="JsonException">The value is not valid JSON.</exception>
    /// <exception cref="InvalidOperationException">A text that is looked at is not valid Unicode.</exception>
    public ulong Read(ref Utf8JsonReader reader)
    {
        var facts = _comparisons.Length == 0 ? 0 : Judge(ref reader);
        if (_children.Length == 0 || reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return facts;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var child = Child(ref reader);
            reader.Read();
            if (child is null)
            {
                reader.Skip();
            }
            else
            {
                // Where a name is there twice, the last one is meant.
                facts = (facts & ~child._bits) | child.Read(ref reader);
            }
        }

        return facts;
    }

    private FieldNode? Child(ref Utf8JsonReader reader)
    {
        if (reader.ValueIsEscaped)
        {
            return EscapedChild(ref reader);
        }

        var name = reader.ValueSpan;
        foreach (var child in _children)
        {
            if (name.Length == child._name.Length && name.SequenceEqual(child._name))
            {
                return child;
            }
        }

        return null;
    }

    private FieldNode? EscapedChild(ref Utf8JsonReader reader)
    {
        foreach (var child in _children)
        {
            if (reader.ValueTextEquals(child._name))
            {
                return child;
            }
        }

        return null;
    }

    private ulong Judge(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Number => Judge(FieldValue.OfNumber(reader.ValueSpan)),
        JsonTokenType.String => reader.ValueIsEscaped ? JudgeEscaped(ref reader) : Judge(FieldValue.OfText(reader.ValueSpan)),
        JsonTokenType.True => Judge(FieldValue.Of(FieldKind.True)),
        JsonTokenType.False => Judge(FieldValue.Of(FieldKind.False)),
        JsonTokenType.Null => Judge(FieldValue.Of(FieldKind.Null)),
        _ => Judge(FieldValue.Of(FieldKind.Composite)),
    };

    private ulong JudgeEscaped(ref Utf8JsonReader reader)
    {
        var length = reader.ValueSpan.Length;
        byte[]? rented = null;
        Span<byte> text = length <= StackBytes ? stackalloc byte[StackBytes] : rented = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            return Judge(FieldValue.OfText(text[..reader.CopyString(text)]));
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }
    }

    private ulong Judge(in FieldValue value)
    {
        var facts = 0UL;
        foreach (var comparison in _comparisons)
        {
            facts |= comparison.Judge(value) ? comparison.Bit : 0;
        }

        return facts;
    }
}
