using Attune.Streaming.Pipelines.Sinks;

namespace Attune.Streaming.Declarative.Files;

/// <summary>Writes lines to a stream, which stays open.</summary>
internal sealed class StreamSink(Stream stream) : ISink<OutputRecord>
{
    private static readonly byte[] EndOfLine = "\n"u8.ToArray();
    private readonly BufferedStream _buffered = new(stream, 1 << 16);

    public ValueTask OpenAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public async ValueTask WriteAsync(ReadOnlyMemory<OutputRecord> items, CancellationToken cancellationToken)
    {
        for (var i = 0; i < items.Length; i++)
        {
            await _buffered.WriteAsync(items.Span[i].Json, cancellationToken);
            await _buffered.WriteAsync(EndOfLine, cancellationToken);
        }

        await _buffered.FlushAsync(cancellationToken);
    }

    public async ValueTask FlushAsync(CancellationToken cancellationToken) => await _buffered.FlushAsync(cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
