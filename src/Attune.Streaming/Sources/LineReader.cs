using System.Text;

namespace Attune.Streaming.Sources;

/// <summary>Reads lines of bounded length, so that a file without line ends cannot fill the memory.</summary>
internal sealed class LineReader(Stream stream, Encoding encoding, int maxLength) : IDisposable
{
    private readonly StreamReader _reader = new(stream, encoding, detectEncodingFromByteOrderMarks: true, bufferSize: 1 << 16);
    private readonly char[] _buffer = new char[1 << 15];
    private readonly StringBuilder _line = new();
    private int _position;
    private int _length;

    /// <summary>Number of the line that <see cref="ReadAsync"/> returned last, from 1.</summary>
    public long LineNumber { get; private set; }

    /// <summary>True when the line was longer than the limit and its end was thrown away.</summary>
    public bool IsCut { get; private set; }

    /// <summary>The next line without its end; null at the end of the file.</summary>
    public async ValueTask<string?> ReadAsync(CancellationToken cancellationToken)
    {
        _line.Clear();
        IsCut = false;
        var any = false;
        while (true)
        {
            if (_position == _length)
            {
                _position = 0;
                _length = await _reader.ReadAsync(_buffer, cancellationToken);
                if (_length == 0)
                {
                    return any ? Finish() : null;
                }
            }

            any = true;
            var rest = _buffer.AsSpan(_position, _length - _position);
            var end = rest.IndexOf('\n');
            Append(end < 0 ? rest : rest[..end]);
            _position += end < 0 ? rest.Length : end + 1;
            if (end >= 0)
            {
                return Finish();
            }
        }
    }

    public void Dispose() => _reader.Dispose();

    private void Append(ReadOnlySpan<char> text)
    {
        var room = maxLength - _line.Length;
        IsCut |= text.Length > room;
        _line.Append(text[..Math.Min(room, text.Length)]);
    }

    private string Finish()
    {
        LineNumber++;
        if (_line.Length > 0 && _line[^1] == '\r')
        {
            _line.Length--;
        }

        return _line.ToString();
    }
}
