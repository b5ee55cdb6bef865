using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Attune.Lab.Load;

/// <summary>Reads one HTTP/1.1 response (RFC 9112) as it arrives, in any pieces, keeping nothing that is not asked for.</summary>
/// <remarks>
/// The caller keeps what <see cref="Consume"/> leaves (part of a head or of a chunk's size line) and puts it before the next piece.
/// </remarks>
internal sealed class ResponseParser
{
    private const long UntilClose = -1;
    private static readonly SearchValues<byte> Blanks = SearchValues.Create(" \t"u8);

    private readonly ArrayBufferWriter<byte> _body = new();
    private readonly ArrayBufferWriter<byte> _header = new();
    private Stage _stage;
    private bool _isHead;
    private bool _keepsBody;
    private bool _keepsHeader;
    private long _remaining;

    private enum Stage
    {
        Head,
        Body,
        ChunkSize,
        ChunkData,
        ChunkEnd,
        Trailer,
        Done,
    }

    /// <summary>Status of the response; 0 before its head was read.</summary>
    public int Status { get; private set; }

    /// <summary>Whether another request may follow on the connection.</summary>
    public bool KeepsAlive { get; private set; }

    /// <summary>What is wrong with the response; null if nothing is.</summary>
    public string? Error { get; private set; }

    public bool IsComplete => _stage == Stage.Done;

    /// <summary>Body as far as it was kept.</summary>
    public ReadOnlySpan<byte> Body => _body.WrittenSpan;

    /// <summary>Header fields if they were kept.</summary>
    public ReadOnlySpan<byte> Header => _header.WrittenSpan;

    /// <summary>Gets ready for the response to a request.</summary>
    public void Reset(bool isHead, bool keepsBody, bool keepsHeader)
    {
        (_stage, Status, KeepsAlive, Error, _isHead, _keepsBody, _keepsHeader) = (Stage.Head, 0, true, null, isHead, keepsBody, keepsHeader);
        _body.ResetWrittenCount();
        _header.ResetWrittenCount();
    }

    /// <summary>Reads on.</summary>
    /// <returns>How many bytes were used.</returns>
    public int Consume(ReadOnlySpan<byte> bytes)
    {
        var used = 0;
        while (_stage != Stage.Done && Error is null)
        {
            var step = _stage switch
            {
                Stage.Head => ReadHead(bytes[used..]),
                Stage.Body or Stage.ChunkData => ReadBody(bytes[used..]),
                _ => ReadLine(bytes[used..]),
            };
            if (step == 0)
            {
                break;
            }

            used += step;
        }

        return used;
    }

    /// <summary>Tells that the server closed the connection.</summary>
    public void End()
    {
        if (_stage == Stage.Body && _remaining == UntilClose)
        {
            _stage = Stage.Done;
        }
        else if (_stage != Stage.Done)
        {
            Error ??= _stage == Stage.Head && Status == 0 ? "connection closed" : "answer cut short";
        }
    }

    private int ReadHead(ReadOnlySpan<byte> bytes)
    {
        var length = bytes.IndexOf("\r\n\r\n"u8);
        if (length < 0)
        {
            return 0;
        }

        // "HTTP/1.1 200 OK": the version has one digit after the point, the status three, and the reason may be absent.
        var head = bytes[..(length + 2)];
        if (head.Length < 14 || !head.StartsWith("HTTP/1."u8) || head[8] != ' '
            || !Utf8Parser.TryParse(head.Slice(9, 3), out int status, out var digits) || digits != 3 || status < 100 || head[12] is not ((byte)' ' or (byte)'\r'))
        {
            Error = "malformed answer";
            return 0;
        }

        Status = status;
        KeepsAlive = head[7] != '0';
        var fields = head[(head.IndexOf("\r\n"u8) + 2)..];
        ReadFields(fields);
        if (status is >= 100 and < 200)
        {
            Error ??= status == 101 ? "unexpected status 101" : null;
            return length + 4;
        }

        if (_keepsHeader)
        {
            _header.Write(fields);
        }

        return length + 4;
    }

    private void ReadFields(ReadOnlySpan<byte> fields)
    {
        var (contentLength, isChunked) = (UntilClose, false);
        while (!fields.IsEmpty)
        {
            var end = fields.IndexOf("\r\n"u8);
            var line = fields[..end];
            fields = fields[(end + 2)..];
            var colon = line.IndexOf((byte)':');
            if (colon <= 0)
            {
                Error = "malformed answer";
                return;
            }

            switch (colon)
            {
                case 14 when Is(line, "content-length"u8):
                    var number = Value(line, colon);
                    if (!Utf8Parser.TryParse(number, out long length, out var used) || used != number.Length || length < 0
                        || contentLength is not UntilClose && contentLength != length)
                    {
                        Error = "malformed answer";
                        return;
                    }

                    contentLength = length;
                    break;
                case 17 when Is(line, "transfer-encoding"u8):
                    isChunked = EndsWithWord(Value(line, colon), "chunked"u8);
                    break;
                case 10 when Is(line, "connection"u8):
                    var option = Value(line, colon);
                    KeepsAlive = Ascii.EqualsIgnoreCase(option, "keep-alive"u8) || (KeepsAlive && !Ascii.EqualsIgnoreCase(option, "close"u8));
                    break;
            }
        }

        // RFC 9112, section 6.3: which statuses have no body, and what tells the length of one.
        _remaining = _isHead || Status is 204 or 304 ? 0 : isChunked ? 0 : contentLength;
        KeepsAlive &= _remaining != UntilClose;
        _stage = Status < 200 ? Stage.Head
            : isChunked && !_isHead && Status is not (204 or 304) ? Stage.ChunkSize
            : _remaining == 0 ? Stage.Done
            : Stage.Body;
    }

    private int ReadBody(ReadOnlySpan<byte> bytes)
    {
        var length = _remaining == UntilClose ? bytes.Length : (int)Math.Min(_remaining, bytes.Length);
        if (_keepsBody && _body.WrittenCount < BodyCheck.KeptBytes)
        {
            _body.Write(bytes[..Math.Min(length, BodyCheck.KeptBytes - _body.WrittenCount)]);
        }

        if (_remaining != UntilClose && (_remaining -= length) == 0)
        {
            _stage = _stage == Stage.ChunkData ? Stage.ChunkEnd : Stage.Done;
        }

        return length;
    }

    private int ReadLine(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf("\r\n"u8);
        if (end < 0)
        {
            return 0;
        }

        if (_stage == Stage.ChunkSize)
        {
            var size = bytes[..end];
            var extension = size.IndexOfAny((byte)';', (byte)' ');
            size = extension < 0 ? size : size[..extension];
            if (!Utf8Parser.TryParse(size, out long length, out var used, 'x') || used != size.Length || length < 0)
            {
                Error = "malformed answer";
                return 0;
            }

            (_stage, _remaining) = (length == 0 ? Stage.Trailer : Stage.ChunkData, length);
        }
        else if (_stage == Stage.ChunkEnd)
        {
            Error = end == 0 ? null : "malformed answer";
            _stage = Stage.ChunkSize;
        }
        else if (end == 0)
        {
            _stage = Stage.Done;
        }

        return end + 2;
    }

    private static bool Is(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name) => Ascii.EqualsIgnoreCase(line[..name.Length], name);

    private static bool EndsWithWord(ReadOnlySpan<byte> value, ReadOnlySpan<byte> word) =>
        value.Length >= word.Length && Ascii.EqualsIgnoreCase(value[^word.Length..], word);

    private static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> line, int colon)
    {
        var value = line[(colon + 1)..];
        var start = value.IndexOfAnyExcept(Blanks);
        return start < 0 ? [] : value[start..(value.LastIndexOfAnyExcept(Blanks) + 1)];
    }
}
