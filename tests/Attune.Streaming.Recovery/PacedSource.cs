using System.Buffers.Binary;
using Attune.Streaming.Pipelines.Sources;

namespace Attune.Streaming.Recovery;

/// <summary>A source that gives a batch each millisecond and does not end: the program is there to be killed.</summary>
public sealed class PacedSource(IStreamSource<RecoveryEvent> source, bool isPaced) : IStreamSource<RecoveryEvent>
{
    public string Name => source.Name;

    public async ValueTask<ISourceReader<RecoveryEvent>> OpenAsync(ReadOnlyMemory<byte>? position, CancellationToken cancellationToken)
    {
        var reader = await source.OpenAsync(position, cancellationToken);
        Console.WriteLine($"open {(position is { } from ? BinaryPrimitives.ReadInt64LittleEndian(from.Span) : 0)}");
        return isPaced ? new Reader(reader) : reader;
    }

    private sealed class Reader(ISourceReader<RecoveryEvent> reader) : ISourceReader<RecoveryEvent>
    {
        public ReadOnlyMemory<byte> Position => reader.Position;

        public async ValueTask<bool> ReadAsync(SourceBuffer<RecoveryEvent> buffer, TimeSpan patience, CancellationToken cancellationToken)
        {
            await Task.Delay(1, cancellationToken);
            _ = await reader.ReadAsync(buffer, patience, cancellationToken);
            return true;
        }

        public ValueTask CommitAsync(ReadOnlyMemory<byte> position, CancellationToken cancellationToken) => reader.CommitAsync(position, cancellationToken);

        public ValueTask DisposeAsync() => reader.DisposeAsync();
    }
}
