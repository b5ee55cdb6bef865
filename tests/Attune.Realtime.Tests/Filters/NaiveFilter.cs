using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;

namespace Attune.Realtime.Tests.Filters;

/// <summary>The meaning of filters, written for the eye: a tree that walks a document of the payload for each comparison.</summary>
internal abstract record NaiveFilter
{
    public abstract bool Holds(JsonElement payload);

    /// <summary>The filter as some person would write it: white space, case, quotes and needless parentheses by chance; one way without a chance.</summary>
    public abstract string Render(Random? style);

    protected static string Keyword(string word, Random? style) => style?.Next(3) switch
    {
        0 => word.ToUpperInvariant(),
        1 => char.ToUpperInvariant(word[0]) + word[1..],
        _ => word,
    };

    protected static string Space(Random? style) => style?.Next(4) switch { 0 => "\t", 1 => "  ", 2 => "\n ", _ => " " };

    private static string Inside(NaiveFilter inner, Random? style) =>
        inner is Compare && style?.Next(4) != 0 ? inner.Render(style) : $"({(style?.Next(2) == 0 ? " " : "")}{inner.Render(style)})";

    internal sealed record And(IReadOnlyList<NaiveFilter> Parts) : NaiveFilter
    {
        public override bool Holds(JsonElement payload) => Parts.All(part => part.Holds(payload));

        public override string Render(Random? style) => string.Join(Space(style) + Keyword("and", style) + Space(style), Parts.Select(part => Inside(part, style)));
    }

    internal sealed record Or(IReadOnlyList<NaiveFilter> Parts) : NaiveFilter
    {
        public override bool Holds(JsonElement payload) => Parts.Any(part => part.Holds(payload));

        public override string Render(Random? style) => string.Join(
            Space(style) + Keyword("or", style) + Space(style), Parts.Select(part => part is And && style?.Next(2) == 0 ? part.Render(style) : Inside(part, style)));
    }

    internal sealed record Not(NaiveFilter Inner) : NaiveFilter
    {
        public override bool Holds(JsonElement payload) => !Inner.Holds(payload);

        public override string Render(Random? style) => Keyword("not", style) + Space(style) + Inside(Inner, style);
    }

    internal sealed record Compare(IReadOnlyList<string> Path, string Operator, IReadOnlyList<object?> Values) : NaiveFilter
    {
        public override bool Holds(JsonElement payload)
        {
            foreach (var name in Path)
            {
                if (payload.ValueKind != JsonValueKind.Object || !payload.TryGetProperty(name, out var inner))
                {
                    return false;
                }

                payload = inner;
            }

            return Operator switch
            {
                "exists" => true,
                "=" => Order(payload, Values[0]) == 0,
                "!=" => Order(payload, Values[0]) != 0,
                "<" => Order(payload, Values[0]) < 0,
                "<=" => Order(payload, Values[0]) <= 0,
                ">" => Order(payload, Values[0]) > 0,
                ">=" => Order(payload, Values[0]) >= 0,
                "in" => Values.Any(value => Order(payload, value) == 0),
                "between" => Order(payload, Values[0]) >= 0 && Order(payload, Values[1]) <= 0,
                "prefix" => payload.ValueKind == JsonValueKind.String && payload.GetString()!.StartsWith((string)Values[0]!, StringComparison.Ordinal),
                _ => throw new InvalidOperationException(Operator),
            };
        }

        public override string Render(Random? style)
        {
            var path = string.Join('.', Path.Select((name, place) => Name(name, place, style)));
            var gap = style?.Next(2) == 0 ? "" : Space(style);
            return Operator switch
            {
                "exists" => $"{path}{Space(style)}{Keyword("exists", style)}",
                "in" => $"{path}{Space(style)}{Keyword("in", style)}{gap}({gap}{string.Join(gap + "," + gap, Values.Select(value => Literal(value, style)))}{gap})",
                "between" => $"{path}{Space(style)}{Keyword("between", style)}{Space(style)}{Literal(Values[0], style)}{Space(style)}{Keyword("and", style)}{Space(style)}{Literal(Values[1], style)}",
                "prefix" => $"{path}{Space(style)}{Keyword("prefix", style)}{gap}{Literal(Values[0], style)}",
                "=" when style?.Next(2) == 0 => $"{path}{gap}=={gap}{Literal(Values[0], style)}",
                _ => $"{path}{gap}{Operator}{gap}{Literal(Values[0], style)}",
            };
        }

        /// <summary>The order of a field and a literal; null where there is none.</summary>
        private static int? Order(JsonElement field, object? literal) => (field.ValueKind, literal) switch
        {
            (JsonValueKind.Null, null) or (JsonValueKind.True, true) or (JsonValueKind.False, false) => 0,
            (JsonValueKind.String, string text) => Encoding.UTF8.GetBytes(field.GetString()!).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(text)),
            (JsonValueKind.Number, NumberLiteral number) => Exact(field.GetRawText()).CompareTo(Exact(number.Text)),
            _ => null,
        };

        private static string Name(string name, int place, Random? style)
        {
            var needsQuotes = name.Length == 0 || !name.All(character => char.IsLetterOrDigit(character) || character == '_') || (place == 0 && char.IsAsciiDigit(name[0]))
                || name is "and" or "in" or "exists";
            return needsQuotes || style?.Next(4) == 0 ? Quote(name, "`\"'"[style?.Next(3) ?? 0], style) : name;
        }

        private static string Literal(object? value, Random? style) => value switch
        {
            null => Keyword("null", style),
            true => Keyword("true", style),
            false => Keyword("false", style),
            string text => Quote(text, style?.Next(2) == 0 ? '\'' : '"', style),
            NumberLiteral number => number.Render(style),
            _ => throw new InvalidOperationException(),
        };

        private static string Quote(string text, char quote, Random? style)
        {
            var quoted = new StringBuilder().Append(quote);
            foreach (var character in text)
            {
                _ = character == quote || character == '\\' ? quoted.Append('\\').Append(character)
                    : character < ' ' || style?.Next(6) == 0 ? quoted.Append($"\\u{(int)character:X4}")
                    : quoted.Append(character);
            }

            return quoted.Append(quote).ToString();
        }
    }

    /// <summary>A number times 10^400, so that all numbers of the tests are whole.</summary>
    private static BigInteger Exact(string json)
    {
        var e = json.IndexOfAny(['e', 'E']);
        var exponent = e < 0 ? 0 : int.Parse(json[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = e < 0 ? json : json[..e];
        var point = mantissa.IndexOf('.');
        if (point >= 0)
        {
            exponent -= mantissa.Length - point - 1;
            mantissa = mantissa.Remove(point, 1);
        }

        return BigInteger.Parse(mantissa, CultureInfo.InvariantCulture) * BigInteger.Pow(10, 400 + exponent);
    }
}
