using System.Buffers.Binary;
using Attune.Streaming.Sources;

namespace Attune.Streaming.Pipelines.Sources;

/// <summary>Events that are in memory already, in one split or several. It can be read again from any position.</summary>
/// <remarks>
/// Several splits are read in turn, 256 events of each, in an order that does not depend on batches. A split that is read to its end still
/// holds the watermark back until all are.
/// </remarks>
public sealed class MemorySource<T> : IStreamSource<T>
{
    private readonly ReadOnlyMemory<T>[] _splits;

    /// <summary>Makes a source of one split.</summary>
    public MemorySource(ReadOnlyMemory<T> items, string name = "memory")
        : this([items], name)
    {
    }

    /// <summary>Makes a source of one split.</summary>
    public MemorySource(T[] items, string name = "memory")
        : this(new ReadOnlyMemory<T>(items), name)
    {
    }

    /// <summary>Makes a source of several splits.</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    public MemorySource(IReadOnlyList<ReadOnlyMemory<T>> splits, string name = "memory")
    {
        ArgumentNullException.ThrowIfNull(splits);
        _splits = splits.Count == 0 ? throw new ArgumentException("A source has at least one split.", nameof(splits)) : [.. splits];
        Name = name;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public ValueTask<ISourceReader<T>> OpenAsync(ReadOnlyMemory<byte>? position, CancellationToken cancellationToken)
    {
        // For each split the next event; then whose turn it is, and how many events it still has in it.
        var next = new int[_splits.Length + 2];
        next[^1] = Reader.Turn;
        if (position is { } from)
        {
            if (from.Length != next.Length * sizeof(int))
            {
                throw new SourceException($"The position is not one of '{Name}' with {next.Length} splits.");
            }

            for (var i = 0; i < next.Length; i++)
            {
                next[i] = BinaryPrimitives.ReadInt32LittleEndian(from.Span[(i * sizeof(int))..]);
                var most = i < _splits.Length ? _splits[i].Length : i == _splits.Length ? _splits.Length - 1 : Reader.Turn;
                if (next[i] < 0 || next[i] > most)
                {
                    throw new SourceException($"The position lies outside the events of '{Name}': {next[i]} at {i}, where {most} is the most.");
                }
            }
        }

        return new ValueTask<ISourceReader<T>>(new Reader(_splits, next));
    }

    private sealed class Reader(ReadOnlyMemory<T>[] splits, int[] next) : ISourceReader<T>, ISourceLag, IActiveSplits
    {
        public const int Turn = 256;

        public ReadOnlyMemory<byte> Position
        {
            get
            {
                var position = new byte[next.Length * sizeof(int)];
                for (var i = 0; i < next.Length; i++)
                {
                    BinaryPrimitives.WriteInt32LittleEndian(position.AsSpan(i * sizeof(int)), next[i]);
                }

                return position;
            }
        }

        public long? Lag => splits.Select((split, i) => (long)split.Length - Volatile.Read(ref next[i])).Sum();

        public IReadOnlyList<int> ActiveSplits { get; } = [.. Enumerable.Range(0, splits.Length).Where(i => splits[i].Length > 0)];

        public ValueTask<bool> ReadAsync(SourceBuffer<T> buffer, TimeSpan patience, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (splits.Length == 1)
            {
                next[0] += buffer.AddRange(splits[0].Span[next[0]..]);
                return new ValueTask<bool>(next[0] < splits[0].Length);
            }

            // A whole round without events: all splits are at their end.
            var empty = 0;
            while (buffer.Room > 0 && empty < splits.Length)
            {
                empty = ReadTurn(buffer) ? 0 : empty + 1;
            }

            return new ValueTask<bool>(empty < splits.Length);
        }

        public ValueTask CommitAsync(ReadOnlyMemory<byte> position, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private bool ReadTurn(SourceBuffer<T> buffer)
        {
            ref var turn = ref next[splits.Length];
            ref var left = ref next[^1];
            var rest = splits[turn].Span[next[turn]..];
            var read = buffer.AddRange(rest[..Math.Min(left, rest.Length)], turn);
            next[turn] += read;
            left -= read;
            if (left == 0 || next[turn] == splits[turn].Length)
            {
                (turn, left) = ((turn + 1) % splits.Length, Turn);
            }

            return read > 0;
        }
    }
}
