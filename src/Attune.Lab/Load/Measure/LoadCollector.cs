using System.Diagnostics;
using Attune.Measurement;

namespace Attune.Lab.Load;

/// <summary>Watches a run: cuts it into seconds, reports, judges thresholds, and makes the result.</summary>
internal sealed class LoadCollector(LoadPlan plan, RunControl control, ILoadEngine engine, IProgress<LoadProgress>? progress)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // A last interval shorter than this would be a sliver with a handful of answers; it becomes part of the one before.
    private static readonly TimeSpan Sliver = TimeSpan.FromSeconds(0.1);

    private readonly List<LoadInterval> _timeline = [];
    private readonly ArrivalSchedule? _due = plan.IsOpen ? plan.Arrivals() : null;
    private TimeSpan _cut;
    private long _dueCount;
    private long _dueBefore;
    private long _requestsBefore;
    private long _failedBefore;
    private HistogramSnapshot _latencyBefore = HistogramSnapshot.Empty;
    private TimeSpan _cpuBefore;

    /// <summary>Why the run was ended; null if it was not.</summary>
    public string? AbortReason { get; set; }

    /// <summary>Whether arrivals ended before the schedule did.</summary>
    private bool IsCutShort => control.IsStopping || (_due?.Sequence >= Scenario.MaxRequests && Scenario.MaxRequests < plan.Curve.Count);

    private LoadScenario Scenario => plan.Scenario;

    private TimeSpan Planned => TimeSpan.FromSeconds(Clock.Seconds(control.End - control.MeasureFrom));

    private TimeSpan Elapsed => TimeSpan.FromSeconds(Math.Max(0, Clock.Seconds(Stopwatch.GetTimestamp() - control.MeasureFrom)));

    /// <summary>Watches until the engine is done.</summary>
    public async Task<LoadResult> WatchAsync(Task run)
    {
        await Task.WhenAny(run, control.Started);
        await DelayAsync(run, TimeSpan.FromSeconds(Math.Max(0, Clock.Seconds(control.MeasureFrom - Stopwatch.GetTimestamp()))));
        _cpuBefore = Environment.CpuUsage.TotalTime;
        var startedAt = TimeProvider.System.GetUtcNow();
        while (!run.IsCompleted)
        {
            // The next whole second; when this comes late, what was missed belongs to the same interval.
            var next = Interval * (1 + Math.Floor((Elapsed + Sliver) / Interval));
            var isLast = (Planned - next).Duration() < Sliver;
            await DelayAsync(run, next - Elapsed + (isLast ? Sliver : TimeSpan.Zero));
            if (!run.IsCompleted)
            {
                Cut();
                Abort();
            }
        }

        await run;
        return Finish(startedAt, Elapsed);
    }

    private static Task DelayAsync(Task run, TimeSpan time) => time > TimeSpan.Zero && !run.IsCompleted ? Task.WhenAny(run, Task.Delay(time)) : Task.CompletedTask;

    private void Cut()
    {
        var elapsed = Elapsed;
        CountDue();
        // Begun before ended: a request that ends meanwhile must not look as if it were under way.
        var begun = _due is null ? engine.Tallies.Sum(tally => tally.Started) : _dueCount;
        var (succeeded, failed, latency) = Totals();
        var requests = succeeded + failed;
        var recent = latency.Subtract(_latencyBefore);
        var interval = new LoadInterval(
            _cut,
            _due is null ? null : (_dueCount - _dueBefore) / Math.Max(1e-9, (elapsed - _cut).TotalSeconds),
            requests - _requestsBefore,
            failed - _failedBefore,
            recent.Percentile(50),
            recent.Percentile(95),
            recent.Percentile(99),
            recent.Max,
            Math.Max(0, begun - requests));
        _timeline.Add(interval);
        (_cut, _dueBefore, _requestsBefore, _failedBefore, _latencyBefore) = (elapsed, _dueCount, requests, failed, latency);
        progress?.Report(new LoadProgress(interval, elapsed, Planned, requests, failed, Errors()));
    }

    /// <summary>Counts the requests that were due by now and are measured.</summary>
    private void CountDue()
    {
        var now = Math.Min(Stopwatch.GetTimestamp(), control.End);
        while (_due is not null && double.IsFinite(_due.Next) && control.Start + Clock.Ticks(_due.Next) is var due && due < now)
        {
            _dueCount += due >= control.MeasureFrom ? 1 : 0;
            _due.Advance();
        }
    }

    private void Abort()
    {
        if (!Scenario.AbortOnFail || Elapsed < Scenario.AbortGrace || control.IsStopping)
        {
            return;
        }

        var failed = Judge(Elapsed).FirstOrDefault(threshold => !threshold.Passed);
        if (failed is not null)
        {
            AbortReason = $"threshold {failed.Text} was not kept: {failed.Measured}";
            control.Stop();
        }
    }

    private (long Succeeded, long Failed, HistogramSnapshot Latency) Totals()
    {
        // Outcomes before latencies: what is counted is then also in the histogram.
        var succeeded = engine.Tallies.Sum(tally => tally.Succeeded);
        var failed = engine.Tallies.Sum(tally => tally.Failed);
        return (succeeded, failed, Merge(tally => tally.Latency));
    }

    private HistogramSnapshot Merge(Func<LoadTally, LatencyHistogram> histogram) =>
        engine.Tallies.Aggregate(HistogramSnapshot.Empty, (sum, tally) => sum.Merge(histogram(tally).Snapshot()));

    private long NotSent() => _due is null ? 0 : Math.Max(0, _dueCount - engine.Tallies.Sum(tally => tally.Started));

    private List<ThresholdResult> Judge(TimeSpan elapsed)
    {
        var (succeeded, failed, latency) = Totals();
        var totals = new LoadTotals(succeeded, failed, NotSent(), elapsed, latency);
        return [.. Scenario.Thresholds.Select(threshold => threshold.Evaluate(totals))];
    }

    private Dictionary<string, long> Errors()
    {
        var errors = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var tally in engine.Tallies)
        {
            tally.AddErrorsTo(errors);
        }

        return errors;
    }

    private LoadResult Finish(DateTimeOffset startedAt, TimeSpan elapsed)
    {
        var cpu = Environment.CpuUsage.TotalTime - _cpuBefore;
        Cut();
        JoinSliver();
        // The last request of an open model is due before its time is over: without the rest the rate would come out too high.
        var duration = _due is null || IsCutShort || elapsed > Planned ? elapsed : Planned;
        var (succeeded, failed, latency) = Totals();
        var statuses = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var tally in engine.Tallies)
        {
            tally.AddStatusesTo(statuses);
        }

        return new LoadResult
        {
            Name = Scenario.Name,
            Target = ShownAddress.Of(Scenario.Target!),
            Protocol = Scenario.Protocol.ToString().ToLowerInvariant(),
            Model = Scenario.Model.Describe(),
            StartedAt = startedAt,
            Duration = duration,
            Connections = engine.Tallies.Sum(tally => tally.MostConnections),
            Succeeded = succeeded,
            Failed = failed,
            NotSent = NotSent(),
            OfferedRate = _due is null ? null : _dueCount / Math.Max(1e-9, (IsCutShort ? elapsed : Planned).TotalSeconds),
            BytesSent = engine.Tallies.Sum(tally => tally.BytesSent),
            BytesReceived = engine.Tallies.Sum(tally => tally.BytesReceived),
            Latency = latency,
            ServiceTime = Merge(tally => tally.ServiceTime),
            Phases = Phases(),
            Timeline = _timeline,
            Errors = Errors(),
            Statuses = statuses,
            Thresholds = Judge(duration),
            ClientCpu = cpu,
            AbortReason = AbortReason,
        };
    }

    private Dictionary<string, HistogramSnapshot> Phases() =>
        new (string Name, Func<LoadTally, LatencyHistogram> Histogram)[]
        {
            ("connect", tally => tally.Connect),
            ("tls", tally => tally.Tls),
            ("session", tally => tally.Session),
            ("wait", tally => tally.Wait),
            ("receive", tally => tally.Receive),
        }
        .Select(phase => (phase.Name, Snapshot: Merge(phase.Histogram)))
        .Where(phase => phase.Snapshot.Count > 0)
        .ToDictionary(phase => phase.Name, phase => phase.Snapshot, StringComparer.Ordinal);

    private void JoinSliver()
    {
        if (_timeline is [.., var before, var last] && _cut - last.At < Sliver)
        {
            _timeline.RemoveRange(_timeline.Count - 2, 2);
            _timeline.Add(before with
            {
                Requests = before.Requests + last.Requests,
                Failed = before.Failed + last.Failed,
                Max = double.MaxNumber(before.Max, last.Max),
                InFlight = last.InFlight,
            });
        }
    }
}
