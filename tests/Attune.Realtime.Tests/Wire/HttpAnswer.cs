using System.Text;

namespace Attune.Realtime.Tests.Wire;

/// <summary>Status and headers of an answer, and the body where it has a length.</summary>
internal sealed record HttpAnswer(int Status, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public static async Task<HttpAnswer> ReadAsync(Stream network)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (!head.TakeLast(4).SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            await network.ReadExactlyAsync(one);
            head.Add(one[0]);
        }

        var lines = Encoding.ASCII.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        var body = "";
        if (headers.TryGetValue("Content-Length", out var length))
        {
            var bytes = new byte[int.Parse(length)];
            await network.ReadExactlyAsync(bytes);
            body = Encoding.UTF8.GetString(bytes);
        }
        else if (headers.ContainsKey("Transfer-Encoding"))
        {
            body = await ReadChunksAsync(network);
        }

        return new HttpAnswer(int.Parse(lines[0].Split(' ')[1]), headers, body);
    }

    private static async Task<string> ReadChunksAsync(Stream network)
    {
        var text = "";
        while (!text.EndsWith("0\r\n\r\n", StringComparison.Ordinal))
        {
            var one = new byte[1];
            await network.ReadExactlyAsync(one);
            text += (char)one[0];
        }

        return text;
    }
}
