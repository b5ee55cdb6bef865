using System.Text;
using Attune.Streaming.Declarative.Rows;

namespace Attune.Streaming.Declarative.Files;

/// <summary>Cuts a file into records that end with a line feed; in CSV a line feed between quotation marks does not count. Bounded: what is too long is skipped. Not thread-safe.</summary>
internal sealed class RecordReader(Stream stream, bool hasQuotes) : IAsyncDisposable
{
    private const int ChunkLength = 1 << 18;
    private static readonly byte[] ByteOrderMark = Encoding.UTF8.GetPreamble();

    private byte[] _buffer = new byte[ChunkLength];
    private int _start;
    private int _scanned;
    private int _end;
    private long _bufferOffset;
    private bool _isInQuotes;
    private bool _isSkipping;
    private bool _isAtEnd;
    private int _recordStart;
    private int _recordLength;
    private long _lineFeeds;

    /// <summary>Offset of the next record in the file.</summary>
    public long Offset => _bufferOffset + _start;

    /// <summary>Lines before the next record.</summary>
    public long Line { get; private set; }

    /// <summary>Number of the line on which the last record began, from 1.</summary>
    public long RecordLine { get; private set; }

    /// <summary>The last record without its end of line; valid until the next is taken or the buffer filled.</summary>
    public ReadOnlySpan<byte> Record => _buffer.AsSpan(_recordStart, _recordLength);

    public async ValueTask SeekAsync(long offset, long line, CancellationToken cancellationToken)
    {
        stream.Position = offset;
        (_start, _scanned, _end, _bufferOffset, _isInQuotes, _isSkipping, _isAtEnd, _lineFeeds, Line) = (0, 0, 0, offset, false, false, false, 0, line);
        if (offset == 0 && await FillAsync(cancellationToken) && _buffer.AsSpan(0, _end).StartsWith(ByteOrderMark))
        {
            (_start, _scanned) = (ByteOrderMark.Length, ByteOrderMark.Length);
        }
    }

    /// <summary>Takes the next record out of what is in memory.</summary>
    /// <returns>False when more must be read first.</returns>
    public bool TryTake()
    {
        while (true)
        {
            var end = FindEnd();
            if (end < 0 && !(_isAtEnd && _start < _end))
            {
                return false;
            }

            var next = end < 0 ? _end : end + 1;
            var length = (end < 0 ? _end : end) - _start;
            RecordLine = Line + 1;
            Line += _lineFeeds + 1;
            (_recordStart, _recordLength) = (_start, length > 0 && _buffer[_start + length - 1] == '\r' ? length - 1 : length);
            (_start, _scanned, _isInQuotes, _lineFeeds) = (next, next, false, 0);
            if (_isSkipping)
            {
                // The rest of a record whose beginning was given out as too long.
                _isSkipping = false;
                continue;
            }

            return true;
        }
    }

    /// <summary>Reads more. When a record fills all the memory that it may, its beginning is given out by <see cref="TryTakeTooLong"/>.</summary>
    /// <returns>False at the end of the file.</returns>
    public async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_bufferOffset, _scanned, _end, _start) = (_bufferOffset + _start, _scanned - _start, _end - _start, 0);
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, RowFormat.MaxEventLength + ChunkLength));
        }

        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += read;
        _isAtEnd = read == 0;
        return read > 0 || _start < _end;
    }

    /// <summary>Gives out the beginning of a record that is longer than an event may be; the rest is skipped.</summary>
    public bool TryTakeTooLong()
    {
        if (_isSkipping)
        {
            (_start, _scanned) = (_end, _end);
            return false;
        }

        if (_end - _start <= RowFormat.MaxEventLength)
        {
            return false;
        }

        RecordLine = Line + 1;
        (_recordStart, _recordLength) = (_start, _end - _start);
        (_start, _scanned, _isSkipping, _isInQuotes) = (_end, _end, true, false);
        return true;
    }

    public ValueTask DisposeAsync() => stream.DisposeAsync();

    private int FindEnd()
    {
        while (_scanned < _end)
        {
            var rest = _buffer.AsSpan(_scanned, _end - _scanned);
            var at = hasQuotes ? rest.IndexOfAny((byte)'\n', (byte)'"') : rest.IndexOf((byte)'\n');
            if (at < 0)
            {
                _scanned = _end;
                return -1;
            }

            _scanned += at + 1;
            if (_buffer[_scanned - 1] == '"')
            {
                _isInQuotes = !_isInQuotes;
            }
            else if (!_isInQuotes)
            {
                return _scanned - 1;
            }
            else
            {
                _lineFeeds++;
            }
        }

        return -1;
    }
}
