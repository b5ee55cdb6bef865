using System.Buffers;
using System.Text.Json;
using Attune.Streaming.Checkpoints.Files;

namespace Attune.Streaming.Pipelines.Sinks;

/// <summary>Appends results to a file, one line of JSON each. A flush ends on the disk.</summary>
/// <remarks>
/// At least once: after a crash the lines since the last checkpoint are written again. A line that a crash has cut off is removed when the
/// sink is opened.
/// </remarks>
/// <param name="path">The file; made with its folder if there is none.</param>
/// <param name="options">How results become JSON; null for the serializer's defaults.</param>
public sealed class JsonLinesSink<T>(string path, JsonSerializerOptions? options = null) : ISink<T>
{
    private readonly ArrayBufferWriter<byte> _lines = new();
    private FileStream? _file;

    /// <inheritdoc/>
    public async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        DurableFolder.Create(folder);
        var isNew = !File.Exists(path);
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, 0, FileOptions.Asynchronous);
        if (isNew)
        {
            // A checkpoint may outlast a loss of power: so must the name of the file with the results before it.
            DurableFolder.Sync(folder);
        }

        _file.SetLength(await EndOfLastLineAsync(_file, cancellationToken));
        _file.Position = _file.Length;
    }

    /// <inheritdoc/>
    public async ValueTask WriteAsync(ReadOnlyMemory<T> items, CancellationToken cancellationToken)
    {
        _lines.ResetWrittenCount();
        Serialize(items.Span);
        await _file!.WriteAsync(_lines.WrittenMemory, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        _file!.Flush(flushToDisk: true);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _file?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static async ValueTask<long> EndOfLastLineAsync(FileStream file, CancellationToken cancellationToken)
    {
        var bytes = new byte[4096];
        for (var end = file.Length; end > 0;)
        {
            var start = Math.Max(0, end - bytes.Length);
            file.Position = start;
            await file.ReadExactlyAsync(bytes.AsMemory(0, (int)(end - start)), cancellationToken);
            var last = bytes.AsSpan(0, (int)(end - start)).LastIndexOf((byte)'\n');
            if (last >= 0)
            {
                return start + last + 1;
            }

            end = start;
        }

        return 0;
    }

    private void Serialize(ReadOnlySpan<T> items)
    {
        using var writer = new Utf8JsonWriter(_lines);
        foreach (var item in items)
        {
            JsonSerializer.Serialize(writer, item, options);
            writer.Flush();
            _lines.Write("\n"u8);
            writer.Reset();
        }
    }
}
