using System.Buffers.Text;
using System.Text;

namespace Attune.Suites.Realtime;

/// <summary>Numbered messages of the usual form, about 500 bytes long.</summary>
internal static class FeedMessage
{
    private static readonly string Padding = new('x', 400);

    public static ReadOnlyMemory<byte> Make(int number) => Encoding.UTF8.GetBytes($"[{number},\"{Padding}\"]");

    /// <summary>Takes the number of the next of these messages: there may be several, in a batch.</summary>
    /// <param name="rest">What the hub sent; moved on behind the number.</param>
    /// <param name="number">The number.</param>
    /// <returns>Whether there was another.</returns>
    /// <exception cref="InvalidOperationException">It is none of these messages.</exception>
    public static bool TryTake(ref ReadOnlySpan<byte> rest, out int number)
    {
        var begin = rest.IndexOf("\"data\":["u8);
        if (begin < 0)
        {
            number = 0;
            return false;
        }

        rest = rest[(begin + "\"data\":["u8.Length)..];
        return Utf8Parser.TryParse(rest, out number, out _) ? true : throw new InvalidOperationException("A message that was not sent.");
    }
}
