using System.Buffers.Binary;
using Attune.Streaming.Sources;

namespace Attune.Streaming.Pipelines.Sources;

/// <summary>Events that are made from their number: 0, 1, 2 and so on. It can be read again from any position if the function gives the same each time.</summary>
public sealed class GeneratorSource<T> : IStreamSource<T>
{
    private readonly Func<long, T> _generate;
    private readonly long _count;

    /// <summary>Makes it.</summary>
    /// <param name="generate">Makes the event of a number. What it throws stops the pipeline.</param>
    /// <param name="count">Number of events, 0 or more.</param>
    /// <param name="name">Name of the source.</param>
    public GeneratorSource(Func<long, T> generate, long count = long.MaxValue, string name = "generator")
    {
        ArgumentNullException.ThrowIfNull(generate);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        (_generate, _count, Name) = (generate, count, name);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public ValueTask<ISourceReader<T>> OpenAsync(ReadOnlyMemory<byte>? position, CancellationToken cancellationToken)
    {
        var next = position switch
        {
            null => 0,
            { Length: sizeof(long) } bytes => BinaryPrimitives.ReadInt64LittleEndian(bytes.Span),
            _ => -1,
        };
        return next >= 0 && next <= _count
            ? new ValueTask<ISourceReader<T>>(new Reader(_generate, _count, next))
            : throw new SourceException($"The position is not one of '{Name}', which has {_count} events.");
    }

    private sealed class Reader(Func<long, T> generate, long count, long next) : ISourceReader<T>, ISourceLag
    {
        private long _next = next;

        public long? Lag => count == long.MaxValue ? null : count - Volatile.Read(ref _next);

        public ReadOnlyMemory<byte> Position
        {
            get
            {
                var position = new byte[sizeof(long)];
                BinaryPrimitives.WriteInt64LittleEndian(position, _next);
                return position;
            }
        }

        public ValueTask<bool> ReadAsync(SourceBuffer<T> buffer, TimeSpan patience, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (; buffer.Room > 0 && _next < count; _next++)
            {
                buffer.Add(generate(_next));
            }

            return new ValueTask<bool>(_next < count);
        }

        public ValueTask CommitAsync(ReadOnlyMemory<byte> position, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
