using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Attune.Realtime.Tests.Protocol;

/// <summary>Commands that are right or nearly so, JSON trees of all kinds, and bytes that were changed.</summary>
internal sealed class RandomCommands(Random random)
{
    private static readonly string[] Names = ["type", "id", "key", "token", "channel", "channels", "filter", "maxRate", "snapshot", "resume", "epoch", "sequences", "extra", "ü", "Type", ""];
    private static readonly string[] Channels = ["flows", "jobs.42.progress", "a-b_c", "jobs.*", "**", "metrics.**", "*.x", "a..b", "", "ü", "**.a", "a b", ".a", new('x', 128), new('x', 129)];

    private static readonly string[] Numbers =
        ["0", "-0", "1", "-1", "0.01", "0.009", "1000", "1000.1", "2.5", "1e2", "1e999", "-1e999", "1e-999", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809"];

    private static readonly string[] Filters = ["a = 1", "a.b in (1, 'x') and not c exists", "a like 1", "", "a", "a = '" + new string('x', 1018) + "'", "a = '" + new string('x', 1019) + "'"];

    /// <summary>A command with the fields of its type, each right more often than not.</summary>
    public string Command()
    {
        var type = Pick(["auth", "subscribe", "subscribe", "subscribe", "unsubscribe", "ping"]);
        var fields = new List<(string Name, string Value)> { ("type", random.Next(12) == 0 ? Scalar() : Text(type)) };
        Add("id", 2, () => random.Next(2) == 0 ? Pick(Numbers) : Text(Pick(["a", "", "ü😀", new('i', 64), new('i', 65)])));
        if (type == "auth")
        {
            Add("key", 2, () => Text(Pick(["secret", "", new('k', 512), new('k', 513)])));
            Add("token", 2, () => Text(Pick(["at1.x.y", new('t', 4096), new('t', 4097)])));
        }

        if (type is "subscribe" or "unsubscribe")
        {
            Add("channel", 4, () => Text(Pick(Channels)));
            Add("channels", 1, () => $"[{string.Join(',', Enumerable.Range(0, random.Next(20) == 0 ? random.Next(99, 103) : random.Next(1, 4)).Select(_ => Text(Channels[random.Next(random.Next(30) == 0 ? Channels.Length : 7)])))}]");
        }

        if (type == "subscribe")
        {
            Add("filter", 3, () => Text(Pick(Filters)));
            Add("maxRate", 3, () => Pick(Numbers));
            Add("snapshot", 3, () => Pick(["true", "false"]));
            Add("resume", 3, Resume);
        }

        var order = fields.ToArray();
        random.Shuffle(order);
        return "{" + string.Join(',', order.Select(field => $"{Text(field.Name)}:{field.Value}")) + "}";

        // One in so many; a wrong kind now and then.
        void Add(string name, int oneIn, Func<string> value)
        {
            if (random.Next(oneIn) == 0)
            {
                fields.Add((name, random.Next(20) == 0 ? Tree(2) : value()));
            }
        }
    }

    /// <summary>Any JSON, with the names of the protocol; a name may be there twice.</summary>
    public string Tree(int depth) => depth == 0 || random.Next(3) == 0 ? Scalar()
        : random.Next(2) == 0 ? $"[{string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => Tree(depth - 1)))}]"
        : "{" + string.Join(',', Enumerable.Range(0, random.Next(6)).Select(_ => $"{Text(Pick(Names))}:{Tree(depth - 1)}")) + "}";

    /// <summary>Bytes changed, cut out, put in, cut off, or joined with those of another command.</summary>
    public byte[] Mutate(byte[] command, byte[] other)
    {
        var bytes = command.ToList();
        for (var edits = random.Next(1, 4); edits > 0 && bytes.Count > 0; edits--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveAt(at);
                    break;
                case 2:
                    bytes.Insert(at, "\"\\{}[],:-+.eE0\0 \n\xEF"u8[random.Next(18)]);
                    break;
                case 3:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 4:
                    bytes.InsertRange(at, other[random.Next(other.Length)..]);
                    break;
                default:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Pick(["\\ud800", "\\u0000", "NaN", "1e99999", "[[[[", "\uFEFF", "null", "true"])));
                    break;
            }
        }

        return [.. bytes];
    }

    private string Resume()
    {
        var sequences = string.Join(',', Enumerable.Range(0, random.Next(4)).Select(number => $"{Text(Channels[random.Next(random.Next(8) == 0 ? Channels.Length : 3)] + (random.Next(20) == 0 ? "" : number.ToString(CultureInfo.InvariantCulture)))}:{(random.Next(8) == 0 ? Pick(Numbers) : random.Next(1000).ToString(CultureInfo.InvariantCulture))}"));
        return random.Next(10) == 0 ? """{"epoch":"e"}""" : $$"""{"epoch":{{Text(Pick(["e", "e1", new('e', 64), new('e', 65)]))}},"sequences":{{{sequences}}},"more":1}""";
    }

    private string Scalar() => random.Next(6) switch
    {
        0 => "null",
        1 => "true",
        2 => Pick(Numbers),
        3 => Text(Pick(Channels)),
        4 => "\"\\ud800\"",
        _ => Text(Pick(Names)),
    };

    private static string Text(string text) => JsonSerializer.Serialize(text);

    private T Pick<T>(T[] values) => values[random.Next(values.Length)];
}
