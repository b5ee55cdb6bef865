using System.Buffers;
using Attune.Events;

namespace Attune.Streaming.Sources;

/// <summary>What the file sources share.</summary>
internal static class SourceFile
{
    /// <summary>Latest plausible time of an event in a file: tomorrow. One event of a far future would make all that follow late.</summary>
    public static DateTime LatestTimestamp(TimeProvider time) => time.GetUtcNow().UtcDateTime.AddDays(1);

    /// <summary>Opens a file for reading from start to end.</summary>
    /// <exception cref="SourceException">It cannot be opened.</exception>
    public static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, new FileStreamOptions
            {
                Access = FileAccess.Read, Share = FileShare.ReadWrite, Options = FileOptions.SequentialScan | FileOptions.Asynchronous, BufferSize = 1 << 16,
            });
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SourceException($"'{path}' cannot be read: {error.Message}", error);
        }
    }

    /// <summary>Number of lines, for progress.</summary>
    public static async Task<long> CountLinesAsync(string path, CancellationToken cancellationToken)
    {
        await using var stream = Open(path);
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        long lines = 0;
        var last = (byte)'\n';
        for (int read; (read = await stream.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            lines += buffer.AsSpan(0, read).Count((byte)'\n');
            last = buffer[read - 1];
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return last == '\n' ? lines : lines + 1;
    }

    public static DeadLetter DeadLetter(string origin, string position, string reason, string detail, string content)
    {
        var length = Math.Min(content.Length, Events.DeadLetter.MaxContentLength);
        length -= length < content.Length && char.IsHighSurrogate(content[length - 1]) ? 1 : 0;
        var cut = content[..length];
        return new DeadLetter(EventId.Create(DateTime.UnixEpoch, $"{origin}\n{position}\n{reason}\n{cut}"), origin, position, reason, detail, cut);
    }
}
