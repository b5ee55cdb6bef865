using Attune.Streaming.Sources;

namespace Attune.Streaming.Declarative.Files;

/// <summary>A file that lines are written to, one write for each batch. Not thread-safe.</summary>
internal sealed class LineFile : IAsyncDisposable
{
    private readonly FileStream _stream;
    private byte[] _buffer = new byte[1 << 16];

    private LineFile(FileStream stream) => _stream = stream;

    /// <summary>Bytes in the file.</summary>
    public long Length => _stream.Position;

    /// <summary>Opens the file and makes it <paramref name="length"/> bytes long; null keeps what is there.</summary>
    /// <exception cref="SourceException">It cannot be opened.</exception>
    public static LineFile Open(string path, long? length)
    {
        try
        {
            if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
            {
                Directory.CreateDirectory(folder);
            }

            var stream = new FileStream(path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.Read, BufferSize = 0, Options = FileOptions.Asynchronous });
            if (length is { } bytes)
            {
                if (stream.Length < bytes)
                {
                    var there = stream.Length;
                    stream.Dispose();
                    throw new SourceException($"'{path}' has {there} bytes, but the checkpoint was taken at {bytes}: something else changed it. Start with --fresh to write it anew.");
                }

                if (stream.Length != bytes)
                {
                    // A device such as /dev/null is empty and cannot be made so.
                    stream.SetLength(bytes);
                }
            }

            stream.Seek(0, SeekOrigin.End);
            return new LineFile(stream);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SourceException($"'{path}' cannot be written: {error.Message}", error);
        }
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<OutputRecord> items, CancellationToken cancellationToken)
    {
        var length = 0;
        for (var i = 0; i < items.Length; i++)
        {
            var json = items.Span[i].Json;
            if (length + json.Length >= _buffer.Length)
            {
                await _stream.WriteAsync(_buffer.AsMemory(0, length), cancellationToken);
                length = 0;
                if (json.Length >= _buffer.Length)
                {
                    _buffer = new byte[json.Length * 2];
                }
            }

            json.CopyTo(_buffer.AsMemory(length));
            _buffer[length + json.Length] = (byte)'\n';
            length += json.Length + 1;
        }

        await _stream.WriteAsync(_buffer.AsMemory(0, length), cancellationToken);
    }

    /// <summary>Makes everything that was written durable.</summary>
    public void Flush() => _stream.Flush(flushToDisk: true);

    public ValueTask DisposeAsync() => _stream.DisposeAsync();
}
