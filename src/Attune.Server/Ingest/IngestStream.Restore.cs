using Attune.Storage;
using Attune.Streaming;
using Attune.Streaming.Watermarks;
using Attune.Streaming.Windows;

namespace Attune.Server.Ingest;

/// <content>The start of a stream: a live one makes its open windows again from the ledger, as soon as the ledger can be read.</content>
public sealed partial class IngestStream
{
    /// <summary>Starts to work. A live stream first restores its open windows; while the store is away it takes nothing in and tries again by itself.</summary>
    /// <exception cref="StorageException">The store cannot be used, now or later.</exception>
    internal async Task StartAsync(CancellationToken cancellationToken)
    {
        if (Mode == IngestMode.Replay)
        {
            _dispatching = Task.Run(DispatchAsync, CancellationToken.None);
            return;
        }

        _restoreFault = "The store has not answered yet.";
        var tried = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _dispatching = Task.Run(() => RestoreAndDispatchAsync(tried), CancellationToken.None);
        try
        {
            await Task.WhenAny(tried.Task, _answered.Task).WaitAsync(StartPatience, _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            LogRestoreWaits(Name, _restoreFault);

            // Nobody waits for it any more: an error that comes from now on goes to the log.
            tried.TrySetResult();
        }

        await tried.Task.WaitAsync(cancellationToken);
    }

    private async Task RestoreAndDispatchAsync(TaskCompletionSource tried)
    {
        try
        {
            await RestoreWhenPossibleAsync(tried);
            _restoreFault = null;
            tried.TrySetResult();
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            tried.TrySetCanceled();
            return;
        }
        catch (Exception error)
        {
            _broken = error.Message;
            if (!tried.TrySetException(error))
            {
                LogBroken(error, Name);
            }

            return;
        }

        await DispatchAsync();
    }

    private async Task RestoreWhenPossibleAsync(TaskCompletionSource tried)
    {
        for (var delay = RetryDelay; ; delay = delay * 2 < MaxRetryDelay ? delay * 2 : MaxRetryDelay)
        {
            try
            {
                await RestoreAsync(_stopping.Token);
                return;
            }
            catch (StorageException error) when (error.IsTransient)
            {
                LogRestoreWaits(Name, error.Message);
                _restoreFault = error.Message;
                tried.TrySetResult();
            }

            // Part of the events may be in the windows: they begin anew.
            await _windows.DisposeAsync();
            (_windows, _watermark) = (OpenWindows(), new BoundedOutOfOrderness(_options.MaxOutOfOrderness));
            await Task.Delay(delay, _time, _stopping.Token);
        }
    }

    private WindowedStream OpenWindows() => new(Name, _assigner, _options, SaveWindowsAsync, record =>
    {
        Interlocked.Increment(ref _lateCount);
        _meter.Late.Add(1);
        _late.Enqueue(record);
    });

    /// <summary>The windows that were open when the process ended are made again from the ledger, where everything acknowledged stands.</summary>
    private async Task RestoreAsync(CancellationToken cancellationToken)
    {
        var saved = await _store.GetWatermarkAsync(Name, cancellationToken);
        _answered.TrySetResult();
        var from = saved is { } watermark ? _assigner.WindowOf(watermark).Start : DateTime.UnixEpoch;
        if (saved is not null)
        {
            await _windows.SendAsync([], saved, cancellationToken);
        }
        else
        {
            // So that retention knows from the first event on what the next start needs.
            await _store.SaveWindowsAsync(Name, from, [], cancellationToken);
        }

        var restored = 0;
        var records = new List<StreamRecord>();
        async Task FlushAsync()
        {
            restored += records.Count;
            await _windows.SendAsync(records, null, cancellationToken);
            records = [];
        }

        async Task AddAsync(StreamRecord record)
        {
            records.Add(record);
            _watermark.Observe(record.Timestamp);
            if (records.Count == 1000)
            {
                await FlushAsync();
            }
        }

        await foreach (var flow in _store.ReadFlowsAsync(Name, from, cancellationToken))
        {
            await AddAsync(new StreamRecord(flow));
        }

        await foreach (var text in _store.ReadTextHeadersAsync(Name, from, cancellationToken))
        {
            await AddAsync(new StreamRecord(text));
        }

        await FlushAsync();
        await _windows.SendAsync([], _watermark.Watermark, cancellationToken);
        if (restored > 0)
        {
            LogRestored(Name, restored);
        }
    }
}
