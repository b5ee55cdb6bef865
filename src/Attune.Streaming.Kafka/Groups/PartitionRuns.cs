using Attune.Streaming.Pipelines.Running;

namespace Attune.Streaming.Kafka.Groups;

/// <summary>The pipelines of the partitions that a member has. Changed by the member's thread, looked at by any.</summary>
internal sealed class PartitionRuns(Func<int, Task<PipelineRun>> start)
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<int, PipelineRun> _runs = []; // under _gate
    private Exception? _failure;
    private bool _changed;

    public IReadOnlyList<int> Partitions
    {
        get
        {
            lock (_gate)
            {
                return [.. _runs.Keys];
            }
        }
    }

    public IReadOnlyDictionary<int, PipelineStatistics> Statistics
    {
        get
        {
            lock (_gate)
            {
                return _runs.ToDictionary(run => run.Key, run => run.Value.Statistics);
            }
        }
    }

    /// <summary>True once after partitions were added.</summary>
    public bool TakeChanged()
    {
        var changed = _changed;
        _changed = false;
        return changed;
    }

    /// <summary>Starts the pipelines of partitions, from their checkpoints.</summary>
    public async Task StartAsync(IReadOnlyCollection<int> partitions)
    {
        _changed = true;
        var starts = partitions.Select(async partition =>
        {
            var run = await Task.Run(() => start(partition));
            lock (_gate)
            {
                _runs.Add(partition, run);
            }
        });
        await Task.WhenAll(starts);
    }

    /// <summary>Stops the pipelines of partitions, each with a last checkpoint and its offset committed.</summary>
    public Task StopAsync(IReadOnlyCollection<int> partitions) => EndAsync(partitions, async run =>
    {
        try
        {
            await run.StopAsync();
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // The next owner goes on from an earlier checkpoint.
            Interlocked.CompareExchange(ref _failure, error, null);
        }
    });

    /// <summary>Ends the pipelines of partitions that belong to someone else already: nothing is saved.</summary>
    public Task DropAsync(IReadOnlyCollection<int> partitions) => EndAsync(partitions, _ => Task.CompletedTask);

    /// <summary>Ends all pipelines; nothing is saved.</summary>
    public async ValueTask DropAllAsync() => await DropAsync(Partitions);

    /// <summary>Throws what a pipeline has failed with.</summary>
    public void ThrowIfFailed()
    {
        lock (_gate)
        {
            foreach (var (partition, run) in _runs)
            {
                if (run.Completion is { IsFaulted: true, Exception: { } error })
                {
                    throw new InvalidOperationException($"The pipeline of partition {partition} has failed: {error.InnerException!.Message}", error.InnerException);
                }
            }
        }

        if (_failure is { } failure)
        {
            throw new InvalidOperationException($"A pipeline has failed when it was stopped: {failure.Message}", failure);
        }
    }

    private async Task EndAsync(IReadOnlyCollection<int> partitions, Func<PipelineRun, Task> end)
    {
        var ended = new List<PipelineRun>();
        lock (_gate)
        {
            foreach (var partition in partitions)
            {
                if (_runs.Remove(partition, out var run))
                {
                    ended.Add(run);
                }
            }
        }

        await Task.WhenAll(ended.Select(async run =>
        {
            await end(run);
            await run.DisposeAsync();
        }));
    }
}
