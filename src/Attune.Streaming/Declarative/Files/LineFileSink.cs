using Attune.Streaming.Pipelines.Sinks;

namespace Attune.Streaming.Declarative.Files;

/// <summary>Writes lines to a file that begins anew, or behind what is there.</summary>
internal sealed class LineFileSink(string path, bool append) : ISink<OutputRecord>
{
    private LineFile? _file;

    public ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        _file = LineFile.Open(path, append ? null : 0);
        File.Delete(CommitMark.PathOf(path)); // what an earlier run with checkpoints noted there is true no more
        return ValueTask.CompletedTask;
    }

    public ValueTask WriteAsync(ReadOnlyMemory<OutputRecord> items, CancellationToken cancellationToken) => _file!.WriteAsync(items, cancellationToken);

    public ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        _file!.Flush();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _file?.DisposeAsync() ?? ValueTask.CompletedTask;
}
