using System.Diagnostics;

namespace Attune.Lab.Load;

/// <summary>When a run starts, ends and has to stop; shared by all of its workers. Times are <see cref="Stopwatch"/> timestamps.</summary>
internal sealed class RunControl(LoadPlan plan) : IDisposable
{
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private long _claimed;

    /// <summary>Ends when <see cref="Begin"/> was called.</summary>
    public Task Started => _started.Task;

    /// <summary>Start of the curve, warm-up included.</summary>
    public long Start { get; private set; }

    /// <summary>What was due before does not count.</summary>
    public long MeasureFrom { get; private set; } = long.MaxValue;

    /// <summary>From then on nothing new is due.</summary>
    public long End { get; private set; }

    /// <summary>From then on nothing is waited for.</summary>
    public long HardEnd { get; private set; }

    /// <summary>Set when the run is cancelled or aborted.</summary>
    public CancellationToken Stopping => _stop.Token;

    public bool IsStopping => _stop.IsCancellationRequested;

    public void Stop() => _stop.Cancel();

    public void Dispose() => _stop.Dispose();

    /// <summary>Starts the clock.</summary>
    public void Begin()
    {
        var scenario = plan.Scenario;
        Start = Stopwatch.GetTimestamp();
        MeasureFrom = Start + Clock.Ticks(scenario.Warmup);
        End = Start + Math.Min(Clock.Ticks(scenario.MaxDuration), Clock.Ticks(plan.Curve.Seconds));
        HardEnd = End + Clock.Ticks(scenario.Timeout);
        _started.TrySetResult();
    }

    /// <summary>Takes the next request's number for a closed model; false when the bound is reached.</summary>
    public bool TryClaim(out long sequence)
    {
        sequence = Interlocked.Increment(ref _claimed) - 1;
        return sequence < plan.Scenario.MaxRequests;
    }
}
