using System.Buffers.Binary;
using Attune.Streaming.Declarative.Rows;
using Attune.Streaming.Pipelines.Sources;
using Attune.Streaming.Sources;

namespace Attune.Streaming.Declarative.Files;

/// <summary>A file of records that end with a line feed: JSON lines, or CSV. Its position is the offset of the next record and the number of its line.</summary>
internal sealed class RecordFileSource(string path, RowFormat format, CsvSettings? csv) : IStreamSource<Row>
{
    private const int PositionLength = 2 * sizeof(long);

    public string Name => Path.GetFileName(path);

    public async ValueTask<ISourceReader<Row>> OpenAsync(ReadOnlyMemory<byte>? position, CancellationToken cancellationToken)
    {
        var (offset, line) = position is { } given ? Read(given.Span) : (0, 0);
        var stream = Open(path);
        try
        {
            if (offset > stream.Length)
            {
                throw new SourceException($"'{path}' has {stream.Length} bytes, but the checkpoint stands at byte {offset}: it is not the file that was read. Start with --fresh to read it from its beginning.");
            }

            var records = new RecordReader(stream, csv is not null);
            if (csv is null)
            {
                await records.SeekAsync(offset, line, cancellationToken);
                return new RecordFileReader(records, format.CreateParser());
            }

            // The header tells what the columns mean, wherever reading goes on.
            await records.SeekAsync(0, 0, cancellationToken);
            var parser = new CsvRowParser(format, csv, await HeaderAsync(records, cancellationToken));
            if (offset > 0)
            {
                await records.SeekAsync(offset, line, cancellationToken);
            }

            return new RecordFileReader(records, parser);
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    /// <summary>Position as bytes.</summary>
    public static byte[] Write(long offset, long line)
    {
        var position = new byte[PositionLength];
        BinaryPrimitives.WriteInt64LittleEndian(position, offset);
        BinaryPrimitives.WriteInt64LittleEndian(position.AsSpan(sizeof(long)), line);
        return position;
    }

    private static (long Offset, long Line) Read(ReadOnlySpan<byte> position)
    {
        if (position.Length != PositionLength)
        {
            throw new SourceException("The checkpoint's position does not come from a file.");
        }

        return (BinaryPrimitives.ReadInt64LittleEndian(position), BinaryPrimitives.ReadInt64LittleEndian(position[sizeof(long)..]));
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, new FileStreamOptions { Access = FileAccess.Read, Share = FileShare.ReadWrite, Options = FileOptions.SequentialScan | FileOptions.Asynchronous, BufferSize = 0 });
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SourceException(error is FileNotFoundException or DirectoryNotFoundException ? $"There is no file '{path}'." : $"'{path}' cannot be read: {error.Message}", error);
        }
    }

    private async ValueTask<byte[]> HeaderAsync(RecordReader records, CancellationToken cancellationToken)
    {
        while (!records.TryTake())
        {
            if (!await records.FillAsync(cancellationToken))
            {
                throw new SourceException($"'{path}' has no header line.");
            }
        }

        return records.Record.ToArray();
    }
}
