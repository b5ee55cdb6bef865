namespace Attune.Lab.Benchmarks.Running;

/// <summary>Runs one step at a time within the limits of time and memory.</summary>
internal sealed class StepGuard(BenchmarkOptions options, TimeProvider time)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    /// <summary>How long a step may take to end after it was asked to.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly long _memoryAtStart = Environment.WorkingSet;

    /// <summary>Whether a step went on after it was asked to stop. Nothing that it uses may be touched any more.</summary>
    public bool HasRunawayStep { get; private set; }

    /// <exception cref="StepStoppedException">The step broke a limit.</exception>
    /// <exception cref="OperationCanceledException">A person stopped the run.</exception>
    public async Task RunAsync(string what, Func<CancellationToken, Task> step, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var start = time.GetTimestamp();
        var running = Task.Run(() => step(stop.Token), CancellationToken.None);
        while (!running.IsCompleted)
        {
            using (var wait = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
            {
                await Task.WhenAny(running, Task.Delay(Poll, time, wait.Token));
                await wait.CancelAsync();
            }

            if (!running.IsCompleted && Broken(what, time.GetElapsedTime(start), cancellationToken) is { } broken)
            {
                await stop.CancelAsync();
                await Task.WhenAny(running, Task.Delay(Grace, CancellationToken.None));
                HasRunawayStep = !running.IsCompleted;
                cancellationToken.ThrowIfCancellationRequested();
                throw new StepStoppedException(broken.Outcome, HasRunawayStep ? $"{broken.Message} It went on after it was asked to stop; with --isolate it would have been killed." : broken.Message);
            }
        }

        await running;
    }

    private (BenchmarkOutcome Outcome, string Message)? Broken(string what, TimeSpan elapsed, CancellationToken cancellationToken)
    {
        var addedMb = (Environment.WorkingSet - _memoryAtStart) / (double)(1 << 20);
        return cancellationToken.IsCancellationRequested ? (BenchmarkOutcome.Cancelled, "Stopped.")
            : elapsed.TotalSeconds >= options.TimeoutSeconds ? (BenchmarkOutcome.TimedOut, $"The {what} took longer than {options.TimeoutSeconds:0.###} s.")
            : addedMb > options.MemoryLimitMb ? (BenchmarkOutcome.OutOfMemory, $"The {what} added {addedMb:N0} MiB to the process; {options.MemoryLimitMb:N0} MiB are allowed.")
            : null;
    }
}
