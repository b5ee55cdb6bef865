using Attune.Streaming.Pipelines.Sources;

namespace Attune.Streaming.Tests.Checkpoints;

/// <summary>A source that asks for checkpoints at random and, after some events, waits for the test to end the pipeline.</summary>
internal sealed class CrashingSource<T>(IStreamSource<T> source, Random random, int crashAfter) : IStreamSource<T>
{
    private readonly TaskCompletionSource _crash = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Name => source.Name;

    /// <summary>Completes when the pipeline is to be ended.</summary>
    public Task Crash => _crash.Task;

    /// <summary>True if it was opened at a position of a checkpoint.</summary>
    public bool Resumed { get; private set; }

    /// <summary>Positions that may be given up, in order.</summary>
    public List<byte[]> Committed { get; } = [];

    public async ValueTask<ISourceReader<T>> OpenAsync(ReadOnlyMemory<byte>? position, CancellationToken cancellationToken)
    {
        Resumed = position is not null;
        return new Reader(this, await source.OpenAsync(position, cancellationToken), random, crashAfter);
    }

    private sealed class Reader(CrashingSource<T> owner, ISourceReader<T> reader, Random random, int left) : ISourceReader<T>, ICheckpointWanted, IActiveSplits
    {
        private int _left = left;

        public ReadOnlyMemory<byte> Position => reader.Position;

        public IReadOnlyList<int> ActiveSplits => ((IActiveSplits)reader).ActiveSplits;

        public async ValueTask<bool> ReadAsync(SourceBuffer<T> buffer, TimeSpan patience, CancellationToken cancellationToken)
        {
            if (_left <= 0)
            {
                owner._crash.TrySetResult();
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            var before = buffer.Count;
            var goesOn = await reader.ReadAsync(buffer, patience, cancellationToken);
            _left -= buffer.Count - before;
            return goesOn;
        }

        public bool TakeCheckpointWanted() => random.Next(4) == 0;

        public ValueTask CommitAsync(ReadOnlyMemory<byte> position, CancellationToken cancellationToken)
        {
            owner.Committed.Add(position.ToArray());
            return reader.CommitAsync(position, cancellationToken);
        }

        public ValueTask DisposeAsync() => reader.DisposeAsync();
    }
}
