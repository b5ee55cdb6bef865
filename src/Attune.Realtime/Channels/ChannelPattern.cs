using System.Diagnostics.CodeAnalysis;

namespace Attune.Realtime.Channels;

/// <summary>
/// A channel's name, or a pattern of names: segments with dots between, where the segment <c>*</c> stands for any one segment and a last
/// segment <c>**</c> for one or more.
/// </summary>
public sealed class ChannelPattern
{
    /// <summary>Longest name or pattern, in characters.</summary>
    public const int MaxLength = 128;

    private readonly string[] _segments;
    private readonly bool _isOpen;

    private ChannelPattern(string text)
    {
        Text = text;
        var segments = text.Split('.');
        _isOpen = segments[^1] == "**";
        _segments = _isOpen ? segments[..^1] : segments;
        IsExact = !_isOpen && !segments.Contains("*");
    }

    /// <summary>Every channel.</summary>
    public static ChannelPattern Every { get; } = new("**");

    /// <summary>The pattern as it was written.</summary>
    public string Text { get; }

    /// <summary>True when it is the name of one channel.</summary>
    public bool IsExact { get; }

    /// <summary>Reads a name or a pattern.</summary>
    /// <exception cref="FormatException">It is neither.</exception>
    public static ChannelPattern Parse(string text) =>
        TryParse(text, out var pattern) ? pattern : throw new FormatException($"'{text}' is no channel: letters, digits, _ and - in segments with dots between, * for any segment, a last ** for all that follow; up to {MaxLength} characters.");

    /// <summary>Reads a name or a pattern; false when it is neither.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out ChannelPattern? pattern)
    {
        pattern = null;
        if (text is null || text.Length is 0 or > MaxLength)
        {
            return false;
        }

        var segments = text.Split('.');
        for (var i = 0; i < segments.Length; i++)
        {
            if (!IsName(segments[i]) && segments[i] != "*" && !(segments[i] == "**" && i == segments.Length - 1))
            {
                return false;
            }
        }

        pattern = new ChannelPattern(text);
        return true;
    }

    /// <summary>True when the text is the name of one channel.</summary>
    public static bool IsChannelName([NotNullWhen(true)] string? text) => TryParse(text, out var pattern) && pattern.IsExact;

    /// <summary>True when the channel is meant.</summary>
    public bool Matches(string channel)
    {
        ArgumentNullException.ThrowIfNull(channel);
        if (IsExact)
        {
            return string.Equals(channel, Text, StringComparison.Ordinal);
        }

        var rest = channel.AsSpan();
        var matched = 0;
        foreach (var segment in _segments)
        {
            if (matched > 0 && rest.IsEmpty)
            {
                return false;
            }

            var dot = rest.IndexOf('.');
            var head = dot < 0 ? rest : rest[..dot];
            if (segment != "*" && !head.SequenceEqual(segment))
            {
                return false;
            }

            rest = dot < 0 ? [] : rest[(dot + 1)..];
            matched++;
        }

        return _isOpen ? !rest.IsEmpty : rest.IsEmpty;
    }

    /// <summary>The pattern as it was written.</summary>
    public override string ToString() => Text;

    private static bool IsName(string segment) =>
        segment.Length > 0 && segment.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-');
}
