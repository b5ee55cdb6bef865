using Attune.Lab.Load;

namespace Attune.Cli.Load;

/// <summary>What a run has reported so far. Written by the engine's reports, read by the display.</summary>
internal sealed class LoadMonitor : IProgress<LoadProgress>, IDisposable
{
    private static readonly TimeSpan PatienceWithoutAnswers = TimeSpan.FromSeconds(1.5);
    private static readonly string[] NobodyThere = ["connection refused", "connect timeout", "host unreachable", "network unreachable"];

    private readonly Lock _lock = new();
    private readonly List<LoadInterval> _intervals = [];
    private readonly CancellationTokenSource _giveUp = new();
    private LoadProgress? _last;

    /// <summary>Cancelled when nobody is there to answer.</summary>
    public CancellationToken GivenUp => _giveUp.Token;

    /// <summary>The last report and the last intervals, newest last.</summary>
    public (LoadProgress? Last, IReadOnlyList<LoadInterval> Intervals) Read(int intervals)
    {
        lock (_lock)
        {
            return (_last, _intervals[Math.Max(0, _intervals.Count - intervals)..]);
        }
    }

    public void Report(LoadProgress value)
    {
        lock (_lock)
        {
            _last = value;
            if (value.Latest is { } interval)
            {
                _intervals.Add(interval);
            }
        }

        if (value.Requests > 0 && value.Requests == value.Failed && value.Elapsed >= PatienceWithoutAnswers && value.Errors.Keys.All(cause => NobodyThere.Contains(cause, StringComparer.Ordinal)))
        {
            _giveUp.Cancel();
        }
    }

    public void Dispose() => _giveUp.Dispose();
}
