using System.Threading.Channels;
using Attune.Streaming.Sources;

namespace Attune.Streaming.Pipelines.Sources;

/// <summary>Events that code pushes in. A full buffer makes the pusher wait.</summary>
/// <remarks>It cannot be read again: after a crash what was pushed and not yet part of a result is lost, and a checkpoint restores the state only.</remarks>
public sealed class PushSource<T> : IStreamSource<T>
{
    private readonly Channel<(T Item, long Timestamp, int Split)> _events;
    private readonly TimeProvider _time;

    /// <summary>Makes it.</summary>
    /// <param name="capacity">Events that may wait for the pipeline, at least 1.</param>
    /// <param name="name">Name of the source.</param>
    /// <param name="time">The clock: that of the pipeline.</param>
    public PushSource(int capacity = 4096, string name = "push", TimeProvider? time = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _events = Channel.CreateBounded<(T, long, int)>(new BoundedChannelOptions(capacity) { SingleReader = true });
        (_time, Name) = (time ?? TimeProvider.System, name);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Events that wait for the pipeline.</summary>
    public int Waiting => _events.Reader.Count;

    /// <summary>Pushes an event; waits while the buffer is full. Safe for concurrent use.</summary>
    /// <param name="item">The event.</param>
    /// <param name="timestamp">Its time, if the source is to give it; UTC.</param>
    /// <param name="split">The split that it comes from, a small number from 0.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ChannelClosedException">The source was completed.</exception>
    public ValueTask PushAsync(T item, DateTime? timestamp = null, int split = 0, CancellationToken cancellationToken = default) =>
        _events.Writer.WriteAsync((item, timestamp?.Ticks ?? SourceBuffer<T>.NoTimestamp, split), cancellationToken);

    /// <summary>Pushes an event if there is room. Safe for concurrent use.</summary>
    public bool TryPush(T item, DateTime? timestamp = null, int split = 0) =>
        _events.Writer.TryWrite((item, timestamp?.Ticks ?? SourceBuffer<T>.NoTimestamp, split));

    /// <summary>Says that nothing more comes: the pipeline ends when it has read what is there. With an error it fails with that.</summary>
    public void Complete(Exception? error = null) => _events.Writer.TryComplete(error);

    /// <inheritdoc/>
    /// <remarks>A position is accepted and says nothing: what was pushed before is gone.</remarks>
    public ValueTask<ISourceReader<T>> OpenAsync(ReadOnlyMemory<byte>? position, CancellationToken cancellationToken) =>
        position is { Length: > 0 }
            ? throw new SourceException($"'{Name}' gives no positions.")
            : new ValueTask<ISourceReader<T>>(new Reader(_events.Reader, _time));

    private sealed class Reader(ChannelReader<(T Item, long Timestamp, int Split)> events, TimeProvider time) : ISourceReader<T>, ISourceLag
    {
        private Task<bool>? _waiting;

        public long? Lag => events.Count;

        public ReadOnlyMemory<byte> Position => default;

        public async ValueTask<bool> ReadAsync(SourceBuffer<T> buffer, TimeSpan patience, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!Take(buffer) && patience > TimeSpan.Zero)
            {
                // A wait that outlasts the patience is kept for the next call.
                var waiting = _waiting ??= events.WaitToReadAsync(CancellationToken.None).AsTask();
                try
                {
                    if (!await waiting.WaitAsync(patience, time, cancellationToken))
                    {
                        return false;
                    }

                    _waiting = null;
                    Take(buffer);
                }
                catch (TimeoutException)
                {
                    // It may be the one that the source was completed with.
                    return !waiting.IsFaulted || await waiting;
                }
            }

            if (!events.Completion.IsCompleted)
            {
                return true;
            }

            await events.Completion;
            return false;
        }

        public ValueTask CommitAsync(ReadOnlyMemory<byte> position, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private bool Take(SourceBuffer<T> buffer)
        {
            var before = buffer.Count;
            while (buffer.Room > 0 && events.TryRead(out var found))
            {
                buffer.Add(found.Item, found.Timestamp, found.Split);
            }

            return buffer.Count > before;
        }
    }
}
