using Microsoft.Extensions.Logging;

namespace Attune.Storage.Maintenance;

/// <summary>Applies retention from time to time. A failed round is logged, counted and tried again soon.</summary>
internal sealed partial class RetentionLoop : IAsyncDisposable
{
    /// <summary>The first round comes so long after the start, and the next one after a failure, unless the interval is shorter.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(1);

    private readonly Retention _retention;
    private readonly TimeSpan _interval;
    private readonly StorageMeter _meter;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private readonly ITimer _timer;
    private Task _round = Task.CompletedTask;
    private bool _stopped;

    public RetentionLoop(Retention retention, TimeSpan interval, StorageMeter meter, ILogger logger, TimeProvider time)
    {
        (_retention, _interval, _meter, _logger) = (retention, interval, meter, logger);
        _timer = time.CreateTimer(static loop => ((RetentionLoop)loop!).Begin(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(interval < Soon ? interval : Soon, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Waits for the transaction that is under way, then ends.</summary>
    public async ValueTask DisposeAsync()
    {
        Task round;
        lock (_gate)
        {
            if (_stopped)
            {
                return;
            }

            _stopped = true;
            round = _round;
        }

        await _timer.DisposeAsync();
        await _stopping.CancelAsync();
        await round;
        _stopping.Dispose();
    }

    private void Begin()
    {
        lock (_gate)
        {
            if (!_stopped)
            {
                _round = Task.Run(RunAsync);
            }
        }
    }

    private async Task RunAsync()
    {
        var next = _interval;
        try
        {
            var run = await _retention.RunAsync(dryRun: false, null, _stopping.Token);
            if (run.Rows > 0)
            {
                LogDeleted(run.Rows, string.Join(", ", run.Tables.Where(table => table.Rows > 0).Select(table => $"{table.Table} {table.Rows}")));
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            return;
        }
        catch (Exception error)
        {
            _meter.RetentionFailures.Add(1);
            LogFailed(error.Message);
            next = next < Soon ? next : Soon;
        }

        lock (_gate)
        {
            if (!_stopped)
            {
                _timer.Change(next, Timeout.InfiniteTimeSpan);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Retention deleted {Rows} rows: {Tables}")]
    private partial void LogDeleted(long rows, string tables);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Retention could not finish and will be tried again: {Error}")]
    private partial void LogFailed(string error);
}
