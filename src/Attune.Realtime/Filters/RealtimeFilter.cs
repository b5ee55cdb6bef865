using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Attune.Realtime.Filters.Expressions;
using Attune.Realtime.Filters.Matching;
using Attune.Realtime.Filters.Parsing;

namespace Attune.Realtime.Filters;

/// <summary>
/// An expression over the fields of a payload, such as <c>protocol = "TCP" and bytes &gt; 1000</c>; docs/realtime-filters.md describes
/// the language.
/// </summary>
/// <remarks>
/// Parsed once and then immutable and thread-safe. A payload is read in one pass without a document of it: names that the filter does
/// not use are passed over, and nothing is allocated (a text with escapes of more than 512 bytes uses a pooled buffer).
/// </remarks>
public sealed class RealtimeFilter
{
    /// <summary>Longest expression, in characters, as it was written and as <see cref="Text"/> writes it.</summary>
    public const int MaxLength = 1024;

    private readonly FilterExpression _expression;
    private readonly FieldNode _root;

    private RealtimeFilter(string text, FilterExpression expression, IReadOnlyList<Comparison> comparisons)
    {
        (Text, _expression) = (text, expression);
        _root = FieldNode.Root(comparisons);
    }

    // A plain null would become an empty memory, by way of byte[].
    private static ReadOnlyMemory<byte>? Nothing => default(ReadOnlyMemory<byte>?);

    /// <summary>
    /// The canonical text: filters that differ only in white space, the case of keywords, quotes, needless parentheses or the spelling
    /// of values have the same one. Parsing it gives a filter with the same text.
    /// </summary>
    public string Text { get; }

    /// <summary>Parses an expression.</summary>
    /// <exception cref="FormatException">It is none; the message says at which character and what was expected there.</exception>
    public static RealtimeFilter Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxLength)
        {
            throw TooLong("");
        }

        var (expression, comparisons) = FilterParser.Parse(text);
        var canonical = new StringBuilder(text.Length);
        expression.Write(canonical);
        return canonical.Length <= MaxLength
            ? new RealtimeFilter(canonical.ToString(), expression, comparisons)
            : throw TooLong(" when it is written with single spaces and escapes");

        static FormatException TooLong(string how) => new($"At character {MaxLength + 1}: expected the end, an expression has at most {MaxLength:N0} characters{how}.");
    }

    /// <summary>Parses an expression; on failure says at which character and what was expected there.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out RealtimeFilter? filter, out string error)
    {
        try
        {
            (filter, error) = (Parse(text), "");
            return true;
        }
        catch (FormatException problem)
        {
            (filter, error) = (null, problem.Message);
            return false;
        }
    }

    /// <summary>True when the expression holds for the payload, one JSON value; false when it is not valid JSON. What is no object has no fields.</summary>
    public bool Matches(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            var facts = _root.Read(ref reader);
            return !reader.Read() && _expression.Holds(facts);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>What of the payload is for a client with this filter.</summary>
    /// <returns>
    /// Of an array its matching items, each byte for byte, and the same memory when all match; of anything else itself. Null when
    /// nothing matches or the payload is not valid JSON.
    /// </returns>
    public ReadOnlyMemory<byte>? Apply(ReadOnlyMemory<byte> payload)
    {
        byte[]? kept = null;
        try
        {
            var reader = new Utf8JsonReader(payload.Span);
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                var facts = _root.Read(ref reader);
                return !reader.Read() && _expression.Holds(facts) ? payload : Nothing;
            }

            kept = ArrayPool<byte>.Shared.Rent(payload.Length);
            var (length, all) = ApplyToItems(ref reader, payload.Span, kept);
            return length == 0 ? Nothing : all ? payload : kept.AsSpan(0, length).ToArray();
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return Nothing;
        }
        finally
        {
            if (kept is not null)
            {
                ArrayPool<byte>.Shared.Return(kept);
            }
        }
    }

    /// <summary>The canonical text.</summary>
    public override string ToString() => Text;

    /// <summary>Copies the items that match; the reader stands at the array's start.</summary>
    private (int Length, bool All) ApplyToItems(ref Utf8JsonReader reader, ReadOnlySpan<byte> payload, Span<byte> kept)
    {
        var length = 0;
        var all = true;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            if (!_expression.Holds(_root.Read(ref reader)))
            {
                all = false;
                continue;
            }

            var item = payload[start..(int)reader.BytesConsumed];
            kept[length] = (byte)(length == 0 ? '[' : ',');
            item.CopyTo(kept[(length + 1)..]);
            length += item.Length + 1;
        }

        // What follows the array must be nothing.
        if (length == 0 || reader.Read())
        {
            return (0, false);
        }

        kept[length++] = (byte)']';
        return (length, all);
    }
}
