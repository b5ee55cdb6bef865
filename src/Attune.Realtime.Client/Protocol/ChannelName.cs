namespace Attune.Realtime.Client.Protocol;

/// <summary>A channel's name or pattern, read as the server reads it: <c>*</c> is any one segment, a last <c>**</c> one or more.</summary>
internal sealed class ChannelName
{
    private const int MaxLength = 128;

    private readonly string[] _segments;
    private readonly bool _isOpen;

    /// <exception cref="ArgumentException">It is neither.</exception>
    public ChannelName(string text)
    {
        var segments = text.Split('.');
        for (var i = 0; i < segments.Length; i++)
        {
            var isLast = i == segments.Length - 1;
            if (text.Length > MaxLength || !(IsName(segments[i]) || segments[i] == "*" || (isLast && segments[i] == "**")))
            {
                throw new ArgumentException(
                    $"'{text}' is no channel: letters, digits, _ and - in segments with dots between, * for any segment, a last ** for all that follow; up to {MaxLength} characters.");
            }
        }

        Text = text;
        _isOpen = segments[^1] == "**";
        _segments = _isOpen ? segments[..^1] : segments;
        IsExact = !_isOpen && !segments.Contains("*");
    }

    public string Text { get; }

    /// <summary>True when it names one channel.</summary>
    public bool IsExact { get; }

    public bool Matches(string channel)
    {
        if (IsExact)
        {
            return channel == Text;
        }

        var names = channel.Split('.');
        return (_isOpen ? names.Length > _segments.Length : names.Length == _segments.Length)
            && _segments.Zip(names).All(pair => pair.First == "*" || pair.First == pair.Second);
    }

    private static bool IsName(string segment) => segment.Length > 0 && segment.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-');
}
