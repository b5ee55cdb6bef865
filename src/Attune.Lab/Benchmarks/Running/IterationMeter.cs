namespace Attune.Lab.Benchmarks.Running;

/// <summary>Runs and measures one iteration: so many calls by each worker.</summary>
internal sealed class IterationMeter(Benchmark benchmark, int workers, BenchmarkContext context, TimeProvider time)
{
    public async Task<Measurement> MeasureAsync(SampleKind kind, long invocations, CancellationToken cancellationToken)
    {
        (context.IsWarmup, context.Reported) = (kind == SampleKind.Warmup, null);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var cpu = Environment.CpuUsage.TotalTime;
        var start = time.GetTimestamp();
        if (workers == 1)
        {
            await InvokeAsync(invocations, cancellationToken);
        }
        else
        {
            await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(() => InvokeAsync(invocations, cancellationToken), cancellationToken)));
        }

        var elapsed = time.GetElapsedTime(start);
        return new Measurement(
            elapsed, invocations * workers * benchmark.OperationsPerRun, GC.GetTotalAllocatedBytes(precise: true) - allocated,
            Environment.CpuUsage.TotalTime - cpu, Environment.WorkingSet, context.Reported);
    }

    private async Task InvokeAsync(long invocations, CancellationToken cancellationToken)
    {
        for (var i = 0L; i < invocations; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await benchmark.RunAsync(context, cancellationToken);
        }
    }

    /// <summary>An iteration in raw numbers.</summary>
    internal sealed record Measurement(TimeSpan Elapsed, long Operations, long AllocatedBytes, TimeSpan Cpu, long WorkingSet, double? Reported)
    {
        public IterationSample ToSample(SampleKind kind, Benchmark benchmark)
        {
            var value = benchmark.Figure.Source != FigureSource.Reported
                ? benchmark.Figure.FromClock(Elapsed, Operations)
                : Reported ?? throw new InvalidOperationException($"'{benchmark.Name}' says that it reports its own figure, but reported none.");
            return new IterationSample(kind, value, Elapsed.TotalSeconds, Operations, AllocatedBytes, Cpu.TotalSeconds, WorkingSet);
        }
    }
}
