using Attune.Streaming.Pipelines.Sinks;

namespace Attune.Streaming.Declarative.Files;

/// <summary>A file in which every result stands once, whatever happens: at each checkpoint its length is noted, and a start cuts off what came after.</summary>
internal sealed class CheckpointedFileSink(string path, bool append, bool isFresh) : ITransactionalSink<OutputRecord>
{
    private LineFile? _file;

    public ValueTask<long?> LastCommittedAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<long?>(!isFresh && CommitMark.Read(path) is { Checkpoint: > 0 } mark ? mark.Checkpoint : null);

    public ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        var committed = isFresh ? null : CommitMark.Read(path);
        _file = LineFile.Open(path, committed?.Length ?? (append ? null : 0));
        if (committed is null)
        {
            // From here on a checkpoint that was taken and not committed must not count.
            CommitMark.Write(path, 0, _file.Length);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask WriteAsync(ReadOnlyMemory<OutputRecord> items, CancellationToken cancellationToken) => _file!.WriteAsync(items, cancellationToken);

    public ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        _file!.Flush();
        return ValueTask.CompletedTask;
    }

    public ValueTask CommitAsync(long checkpoint, ReadOnlyMemory<byte> sourcePosition, CancellationToken cancellationToken)
    {
        // Nothing is written between the flush and this call, so the length is that of the checkpoint.
        CommitMark.Write(path, checkpoint, _file!.Length);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _file?.DisposeAsync() ?? ValueTask.CompletedTask;
}
