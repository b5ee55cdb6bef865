using System.Globalization;
using System.Text;

namespace Attune.Realtime.Tests.Filters;

/// <summary>Filters and payloads that have much in common, so that filters hold about as often as not.</summary>
internal sealed class RandomFilters(Random random)
{
    private static readonly string[] Names = ["a", "b", "amount", "in", "and", "exists", "with space", "dot.ted", "quote`\"'", "ü", "42", "", "x_y", "😀"];
    private static readonly string[] Texts = ["", "a", "A", "ab", "abc", "10.", "10.0.0.1", "ü", "\uFFFD", "😀", "\uE000", "tab\tline\n", "back\\slash", "quote\"'`", "null", "1"];

    private static readonly string[] Numbers =
    [
        "0", "-0", "0.0", "1", "-1", "1.0", "1e0", "10e-1", "0.1", "0.10", "1e-1", "100", "1e2", "99.99", "9007199254740992", "9007199254740993", "-9007199254740993",
        "9223372036854775807", "9223372036854775808", "18446744073709551616.5", "1e30", "1000000000000000000000000000000", "1e-30", "123456789.123456789", "1e308", "1E309",
        "2e-8", "0.0000001", "100000000000000000000", "1000000000000000000000", "0.30000000000000004", "0.3",
    ];

    public NaiveFilter Filter(int depth = 3)
    {
        switch (depth == 0 ? 0 : random.Next(5))
        {
            case 1:
                return new NaiveFilter.And([.. Enumerable.Range(0, random.Next(2, 4)).Select(_ => Filter(depth - 1))]);
            case 2:
                return new NaiveFilter.Or([.. Enumerable.Range(0, random.Next(2, 4)).Select(_ => Filter(depth - 1))]);
            case 3:
                return new NaiveFilter.Not(Filter(depth - 1));
            default:
                return Compare();
        }
    }

    /// <summary>An object, an array or now and then something else, with white space and escapes by chance, names that are there twice, and deep parts.</summary>
    public string Payload(int depth = 3)
    {
        switch (depth == 3 ? random.Next(12) : 2)
        {
            case 0:
                return Scalar();
            case 1:
                return "[" + Space() + string.Join(Space() + "," + Space(), Enumerable.Range(0, random.Next(5)).Select(_ => Value(depth))) + Space() + "]";
            default:
                return Object(depth);
        }
    }

    public string Object(int depth = 3) =>
        "{" + Space() + string.Join(Space() + "," + Space(), Enumerable.Range(0, random.Next(7)).Select(_ => Quote(Pick(Names)) + Space() + ":" + Space() + Value(depth))) + Space() + "}";

    public string Space() => random.Next(4) == 0 ? Pick([" ", "\n", "\t ", "\r\n"]) : "";

    public string Value(int depth) => depth == 0 || random.Next(3) > 0 ? Scalar()
        : random.Next(4) == 0 ? $"[{string.Join(',', Enumerable.Range(0, random.Next(3)).Select(_ => Value(depth - 1)))}]"
        : Object(depth - 1);

    private NaiveFilter.Compare Compare()
    {
        string[] path = [.. Enumerable.Range(0, random.Next(8) switch { < 5 => 1, < 7 => 2, _ => 3 }).Select(_ => Pick(Names))];
        switch (random.Next(10))
        {
            case 0:
                return new(path, "exists", []);
            case 1:
                return new(path, "prefix", [Pick(Texts)]);
            case 2:
                return new(path, "in", [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => Literal())]);
            case 3:
                return Between(path);
            case 4 or 5:
                return new(path, Pick(["<", "<=", ">", ">="]), [random.Next(3) == 0 ? Pick(Texts) : new NumberLiteral(Pick(Numbers))]);
            default:
                return new(path, Pick(["=", "!="]), [Literal()]);
        }
    }

    private NaiveFilter.Compare Between(string[] path)
    {
        if (random.Next(2) == 0)
        {
            var texts = new[] { Pick(Texts), Pick(Texts) };
            Array.Sort(texts, (left, right) => Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right)));
            return new(path, "between", [.. texts]);
        }

        // Pairs whose order a decimal can tell.
        var numbers = new[] { random.Next(-20, 20) / 10m, random.Next(-20, 20) / 10m };
        Array.Sort(numbers);
        return new(path, "between", [.. numbers.Select(number => new NumberLiteral(number.ToString(CultureInfo.InvariantCulture)))]);
    }

    private object? Literal() => random.Next(8) switch
    {
        0 => null,
        1 => true,
        2 => false,
        < 5 => Pick(Texts),
        _ => new NumberLiteral(Pick(Numbers)),
    };

    private string Scalar() => random.Next(8) switch
    {
        0 => "null",
        1 => "true",
        2 => "false",
        < 5 => Quote(Pick(Texts)),
        5 => (random.Next(-20, 20) / 10m).ToString(CultureInfo.InvariantCulture),
        _ => Pick(Numbers),
    };

    private string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var character in text)
        {
            _ = character < ' ' || (random.Next(6) == 0) ? quoted.Append($"\\u{(int)character:x4}")
                : character is '"' or '\\' ? quoted.Append('\\').Append(character)
                : quoted.Append(character);
        }

        // Half of a pair that was escaped needs the other half escaped too.
        var json = quoted.Append('"').ToString();
        return text.Any(char.IsSurrogate) && json.Contains("\\u", StringComparison.Ordinal)
            ? "\"" + string.Concat(text.Select(character => $"\\u{(int)character:x4}")) + "\""
            : json;
    }

    private T Pick<T>(T[] values) => values[random.Next(values.Length)];
}
