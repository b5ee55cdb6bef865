using System.Diagnostics;
using System.Runtime.InteropServices;
using Attune.Lab.Benchmarks;

namespace Attune.Suites.Streaming.Throughput;

/// <summary>What a run of a pipeline took, by the clock and by the whole process.</summary>
/// <param name="Events">Events that went through.</param>
/// <param name="Elapsed">Time from start to end.</param>
/// <param name="Processor">Processor time of all threads.</param>
/// <param name="AllocatedBytes">Bytes allocated by all threads.</param>
/// <param name="GcPause">Time for which the garbage collector held all threads.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PipelineCost(long Events, TimeSpan Elapsed, TimeSpan Processor, long AllocatedBytes, TimeSpan GcPause)
{
    /// <summary>How long a measurement lasts at least: so long that what the runtime does beside it, once, does not count for much.</summary>
    public static readonly TimeSpan Enough = TimeSpan.FromSeconds(0.5);

    /// <summary>Events a second.</summary>
    public double Rate => Events / Elapsed.TotalSeconds;

    /// <summary>Events by seconds of processor time.</summary>
    public double RatePerCore => Events / Processor.TotalSeconds;

    /// <summary>Two runs together.</summary>
    public static PipelineCost operator +(PipelineCost left, PipelineCost right) => new(
        left.Events + right.Events, left.Elapsed + right.Elapsed, left.Processor + right.Processor, left.AllocatedBytes + right.AllocatedBytes, left.GcPause + right.GcPause);

    /// <summary>Calls <paramref name="run"/> until it has taken long enough.</summary>
    public static async Task<PipelineCost> RepeatAsync(Func<Task<PipelineCost>> run)
    {
        var cost = await run();
        while (cost.Elapsed < Enough)
        {
            cost += await run();
        }

        return cost;
    }

    /// <summary>Runs <paramref name="pipeline"/> and says what it took.</summary>
    public static async Task<PipelineCost> OfAsync(long events, Func<Task> pipeline)
    {
        var (bytes, pause, processor, start) =
            (GC.GetTotalAllocatedBytes(precise: true), GC.GetTotalPauseDuration(), Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        await pipeline();
        return new PipelineCost(
            events, Stopwatch.GetElapsedTime(start), Environment.CpuUsage.TotalTime - processor, GC.GetTotalAllocatedBytes(precise: true) - bytes, GC.GetTotalPauseDuration() - pause);
    }

    /// <summary>Puts what is not the figure beside it.</summary>
    public void Describe(BenchmarkContext context)
    {
        context.ReportQuality("cores", Processor / Elapsed);
        context.ReportQuality("bytes_per_event", AllocatedBytes / (double)Events);
        context.ReportQuality("gc_pause_share", GcPause / Elapsed);
    }
}
