using System.Buffers.Binary;
using Attune.Streaming.Declarative.Rows;
using Attune.Streaming.Pipelines.Sources;
using Attune.Streaming.Sources;

namespace Attune.Streaming.Declarative.Files;

/// <summary>Made-up events. Each follows from the seed and its number alone, so reading can go on anywhere.</summary>
internal sealed class GeneratorSource(GeneratorSettings settings, RowFormat format, TimeProvider time) : IStreamSource<Row>
{
    public string Name => "generator";

    public ValueTask<ISourceReader<Row>> OpenAsync(ReadOnlyMemory<byte>? position, CancellationToken cancellationToken)
    {
        long first = 0;
        if (position is { } given && !BinaryPrimitives.TryReadInt64LittleEndian(given.Span, out first))
        {
            throw new SourceException("The checkpoint's position does not come from the generator.");
        }

        return ValueTask.FromResult<ISourceReader<Row>>(new GeneratorReader(settings, format.CreateParser(), time, first));
    }
}
