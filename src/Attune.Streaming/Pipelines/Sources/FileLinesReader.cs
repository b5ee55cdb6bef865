using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Attune.Streaming.Sources;

namespace Attune.Streaming.Pipelines.Sources;

/// <summary>Reads a file line by line.</summary>
internal sealed class FileLinesReader<T>(FileStream file, LineDecoder<T> decode, long offset, long line) : ISourceReader<T>
{
    /// <summary>Bytes of a position: those before the next line, and the number of lines before it.</summary>
    public const int PositionLength = 2 * sizeof(long);

    private const int MaxShown = 2000;
    private byte[] _bytes = new byte[64 * 1024];
    private int _start;
    private int _end;
    private long _offset = offset;
    private long _line = line;
    private long _skipped;
    private bool _isSkipping;
    private bool _isAtEnd;

    public ReadOnlyMemory<byte> Position
    {
        get
        {
            var position = new byte[PositionLength];
            BinaryPrimitives.WriteInt64LittleEndian(position, _offset);
            BinaryPrimitives.WriteInt64LittleEndian(position.AsSpan(sizeof(long)), _line);
            return position;
        }
    }

    public async ValueTask<bool> ReadAsync(SourceBuffer<T> buffer, TimeSpan patience, CancellationToken cancellationToken)
    {
        while (buffer.Room > 0 && buffer.Failures.Count < buffer.Capacity)
        {
            var length = _bytes.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (length >= 0)
            {
                Take(buffer, length, length + 1);
            }
            else if (_isAtEnd)
            {
                if (_end > _start || _isSkipping)
                {
                    Take(buffer, _end - _start, _end - _start);
                }

                return false;
            }
            else
            {
                await FillAsync(buffer, cancellationToken);
            }
        }

        return true;
    }

    public ValueTask CommitAsync(ReadOnlyMemory<byte> position, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => file.DisposeAsync();

    private void Take(SourceBuffer<T> buffer, int length, int consumed)
    {
        var text = _bytes.AsSpan(_start, length);
        var isFirst = _offset == 0;
        _line++;
        _offset += _skipped + consumed;
        _skipped = 0;
        _start += consumed;
        if (_isSkipping)
        {
            _isSkipping = false;
            return;
        }

        if (length > FileLinesSource<T>.MaxLineLength)
        {
            FailTooLong(buffer, text, _line);
            return;
        }

        if (isFirst && text.StartsWith(Encoding.UTF8.Preamble))
        {
            text = text[Encoding.UTF8.Preamble.Length..];
        }

        text = text.TrimEnd((byte)'\r');
        if (text.IsEmpty)
        {
            return;
        }

        try
        {
            buffer.Add(decode(text));
        }
        catch (Exception error)
        {
            buffer.AddFailure(new SourceFailure(error is JsonException ? DeadLetterReasons.BadJson : "bad-line", error.Message, $"line {_line}", Show(text)));
        }
    }

    private async ValueTask FillAsync(SourceBuffer<T> buffer, CancellationToken cancellationToken)
    {
        if (_end - _start > FileLinesSource<T>.MaxLineLength)
        {
            if (!_isSkipping)
            {
                FailTooLong(buffer, _bytes.AsSpan(_start, _end - _start), _line + 1);
                _isSkipping = true;
            }

            // What lies before the end of the line is not needed, but the position stays at its beginning.
            _skipped += _end - _start;
            _start = _end;
        }

        if (_start > 0)
        {
            _bytes.AsSpan(_start, _end - _start).CopyTo(_bytes);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _bytes.Length)
        {
            Array.Resize(ref _bytes, _bytes.Length * 2);
        }

        var read = await file.ReadAsync(_bytes.AsMemory(_end), cancellationToken);
        _end += read;
        _isAtEnd = read == 0;
    }

    private static void FailTooLong(SourceBuffer<T> buffer, ReadOnlySpan<byte> text, long number) => buffer.AddFailure(
        new SourceFailure("line-too-long", $"The line has more than {FileLinesSource<T>.MaxLineLength} bytes.", $"line {number}", Show(text)));

    private static string Show(ReadOnlySpan<byte> line) => Encoding.UTF8.GetString(line[..Math.Min(line.Length, MaxShown)]);
}
