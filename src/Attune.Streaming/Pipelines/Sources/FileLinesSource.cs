using System.Buffers.Binary;
using System.Text.Json;
using Attune.Streaming.Sources;

namespace Attune.Streaming.Pipelines.Sources;

/// <summary>The lines of a file, one event each; empty lines are passed over. It can be read again from the beginning of any line.</summary>
/// <remarks>A line that cannot be decoded, or has more than <see cref="MaxLineLength"/> bytes, is a dead letter with its number.</remarks>
public sealed class FileLinesSource<T> : IStreamSource<T>
{
    /// <summary>Longest line, in bytes.</summary>
    public const int MaxLineLength = 1024 * 1024;

    private readonly string _path;
    private readonly LineDecoder<T> _decode;

    /// <summary>Makes it; the file is opened when the pipeline starts.</summary>
    public FileLinesSource(string path, LineDecoder<T> decode)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(decode);
        (_path, _decode, Name) = (path, decode, Path.GetFileName(path));
    }

    /// <summary>Makes a source of JSON lines.</summary>
    public FileLinesSource(string path, JsonSerializerOptions? options = null)
        : this(path, line => JsonSerializer.Deserialize<T>(line, options) ?? throw new JsonException("The line is null."))
    {
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public ValueTask<ISourceReader<T>> OpenAsync(ReadOnlyMemory<byte>? position, CancellationToken cancellationToken)
    {
        var (offset, line) = position switch
        {
            null => (0L, 0L),
            { Length: FileLinesReader<T>.PositionLength } bytes => (
                BinaryPrimitives.ReadInt64LittleEndian(bytes.Span), BinaryPrimitives.ReadInt64LittleEndian(bytes.Span[sizeof(long)..])),
            _ => throw new SourceException($"The position is not one of '{Name}'."),
        };
        FileStream file;
        try
        {
            file = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 0, FileOptions.SequentialScan | FileOptions.Asynchronous);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SourceException($"'{_path}' cannot be read: {error.Message}");
        }

        if (offset < 0 || offset > file.Length)
        {
            var length = file.Length;
            file.Dispose();
            throw new SourceException($"'{_path}' has {length} bytes, but is to be read from byte {offset}: it is not the file of the checkpoint.");
        }

        file.Position = offset;
        return new ValueTask<ISourceReader<T>>(new FileLinesReader<T>(file, _decode, offset, line));
    }
}
