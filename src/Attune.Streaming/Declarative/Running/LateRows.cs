using System.Buffers;
using Attune.Streaming.Declarative.Rows;
using Attune.Streaming.Pipelines.Sinks;

namespace Attune.Streaming.Declarative.Running;

/// <summary>Late events, written as they came.</summary>
internal sealed class LateRows(ISink<OutputRecord> sink, Func<Row, RowKey> key) : ISink<Row>
{
    public ValueTask OpenAsync(CancellationToken cancellationToken) => sink.OpenAsync(cancellationToken);

    public async ValueTask WriteAsync(ReadOnlyMemory<Row> items, CancellationToken cancellationToken)
    {
        var records = ArrayPool<OutputRecord>.Shared.Rent(items.Length);
        try
        {
            for (var i = 0; i < items.Length; i++)
            {
                records[i] = new OutputRecord(key(items.Span[i]), items.Span[i].Raw);
            }

            await sink.WriteAsync(records.AsMemory(0, items.Length), cancellationToken);
        }
        finally
        {
            ArrayPool<OutputRecord>.Shared.Return(records, clearArray: true);
        }
    }

    public ValueTask FlushAsync(CancellationToken cancellationToken) => sink.FlushAsync(cancellationToken);

    public ValueTask DisposeAsync() => sink.DisposeAsync();
}
