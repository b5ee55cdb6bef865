using Attune.Streaming.Pipelines.Running.Checkpoints;
using Attune.Streaming.Pipelines.Running.Meters;
using Attune.Streaming.Pipelines.Running.Reading;
using Attune.Streaming.Pipelines.Running.Stages;

namespace Attune.Streaming.Pipelines.Running;

/// <summary>A pipeline that runs.</summary>
public sealed class PipelineRun : IAsyncDisposable
{
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _end = new();
    private readonly ISourceLoop _source;
    private readonly IReadOnlyList<IStageWorker> _workers;
    private readonly ICheckpointCoordinator _checkpoints;
    private readonly PipelineMeter _meter;
    private readonly IReadOnlyCollection<IAsyncDisposable> _parts;
    private Exception? _error;

    /// <summary>Starts the parts.</summary>
    /// <param name="source">Reads.</param>
    /// <param name="workers">Work.</param>
    /// <param name="checkpoints">Takes checkpoints.</param>
    /// <param name="meter">Figures.</param>
    /// <param name="parts">What is to be disposed of at the end, in this order.</param>
    internal PipelineRun(
        ISourceLoop source, IReadOnlyList<IStageWorker> workers, ICheckpointCoordinator checkpoints, PipelineMeter meter, IReadOnlyCollection<IAsyncDisposable> parts)
    {
        (_source, _workers, _checkpoints, _meter, _parts) = (source, workers, checkpoints, meter, parts);
        StreamingMeter.Add(meter);
        _ = RunAsync();
    }

    /// <summary>Completes when the source has ended and everything is written, or with the error that stopped the pipeline.</summary>
    public Task Completion => _completion.Task;

    /// <summary>What it has done so far.</summary>
    public PipelineStatistics Statistics => _meter.Snapshot(_checkpoints.LastCheckpoint);

    /// <summary>What keeps the source from reading for now, for example a broker that is away; null when nothing does, or the source does not tell (<see cref="Sources.ISourceFault"/>).</summary>
    public string? SourceFault => _over.Task.IsCompleted ? null : _meter.Fault?.Invoke();

    /// <summary>Dead letters that their sink did not take: it failed or was too slow.</summary>
    public long LostDeadLetters => _meter.LostDeadLetters;

    /// <summary>Why the newest checkpoint could not be saved; null if it was. The pipeline goes on and tries again at the next interval.</summary>
    public Exception? CheckpointFailure => _checkpoints.LastFailure;

    /// <summary>Takes a checkpoint now; completes when it is durable, with its number.</summary>
    /// <exception cref="InvalidOperationException">The pipeline has no store, or has ended.</exception>
    public async Task<long> CheckpointAsync(CancellationToken cancellationToken = default)
    {
        if (_stop.IsCancellationRequested || _over.Task.IsCompleted)
        {
            throw new InvalidOperationException("The pipeline has ended.");
        }

        var requested = _checkpoints.RequestAsync(cancellationToken);
        if (await Task.WhenAny(requested, _over.Task) != requested && !requested.IsCompleted)
        {
            throw new InvalidOperationException("The pipeline has ended.", _error);
        }

        return await requested;
    }

    /// <summary>Stops reading, takes a last checkpoint if there is a store, and completes when all is written. Windows stay open in the checkpoint; without a store they are lost.</summary>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        await _stop.CancelAsync();
        await Completion.WaitAsync(cancellationToken);
    }

    /// <summary>Ends at once, without a checkpoint, as a crash would. <see cref="Completion"/> is then canceled if it was not complete.</summary>
    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        await _over.Task;
    }

    private async Task RunAsync()
    {
        var tasks = _workers.Select(worker => GuardAsync(worker.RunAsync(_end.Token)))
            .Append(GuardAsync(Task.Run(() => _source.RunAsync(_stop.Token, _end.Token))));
        await Task.WhenAll([.. tasks]);
        foreach (var part in _parts)
        {
            try
            {
                await part.DisposeAsync();
            }
            catch (Exception error)
            {
                Interlocked.CompareExchange(ref _error, error, null);
            }
        }

        StreamingMeter.Remove(_meter);
        if (_error is { } first)
        {
            _completion.TrySetException(first);

            // Whoever waits gets it; nobody has to.
            _ = _completion.Task.Exception;
        }
        else if (_end.IsCancellationRequested)
        {
            _completion.TrySetCanceled();
        }
        else
        {
            _completion.TrySetResult();
        }

        _over.TrySetResult();
    }

    private async Task GuardAsync(Task work)
    {
        try
        {
            await work;
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // Another part failed, and its error is the one to report, or the run was ended.
        }
        catch (Exception error)
        {
            Interlocked.CompareExchange(ref _error, error, null);
            await EndAsync();
        }
    }

    private async Task EndAsync()
    {
        try
        {
            await _end.CancelAsync();
        }
        catch (Exception error)
        {
            // What a sink or function has hung on its token may throw; the others are to end all the same.
            Interlocked.CompareExchange(ref _error, error, null);
        }

        foreach (var worker in _workers)
        {
            worker.Abort();
        }
    }
}
