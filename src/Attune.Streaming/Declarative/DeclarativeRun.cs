using Attune.Streaming.Checkpoints;
using Attune.Streaming.Declarative.Running;
using Attune.Streaming.Pipelines.Running;

namespace Attune.Streaming.Declarative;

/// <summary>A declarative pipeline that runs.</summary>
public sealed class DeclarativeRun : IAsyncDisposable
{
    private readonly PipelineRun _run;
    private readonly RecordDeadLetters? _deadLetters;

    internal DeclarativeRun(PipelineRun run, Checkpoint? resumed, RecordDeadLetters? deadLetters)
    {
        (_run, Resumed, _deadLetters) = (run, resumed, deadLetters);
        Completion = CompleteAsync();
    }

    /// <summary>The checkpoint from which it went on; null if it began at the beginning.</summary>
    public Checkpoint? Resumed { get; }

    /// <summary>Completes when the source has ended and everything is written, or with the error that stopped the pipeline.</summary>
    public Task Completion { get; }

    /// <summary>What it has done so far.</summary>
    public PipelineStatistics Statistics => _run.Statistics;

    /// <summary>What keeps the source from reading for now, for example a broker that is away; null when nothing does or it is not known.</summary>
    public string? SourceFault => _run.SourceFault;

    /// <summary>Takes a checkpoint now; completes when it is durable, with its number.</summary>
    /// <exception cref="InvalidOperationException">The pipeline has no checkpoints, or has ended.</exception>
    public Task<long> CheckpointAsync(CancellationToken cancellationToken = default) => _run.CheckpointAsync(cancellationToken);

    /// <summary>Stops reading, takes a last checkpoint if there are any, and completes when all is written.</summary>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        await _run.StopAsync(cancellationToken);
        await FlushAsync();
    }

    /// <summary>Ends at once, without a checkpoint, as a crash would.</summary>
    public async ValueTask DisposeAsync()
    {
        await _run.DisposeAsync();
        if (_deadLetters is not null)
        {
            await _deadLetters.DisposeAsync();
        }
    }

    private async Task CompleteAsync()
    {
        await _run.Completion;
        await FlushAsync();
    }

    private ValueTask FlushAsync() => _deadLetters?.FlushAsync(CancellationToken.None) ?? ValueTask.CompletedTask;
}
