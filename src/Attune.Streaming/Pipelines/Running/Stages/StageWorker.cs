namespace Attune.Streaming.Pipelines.Running.Stages;

/// <summary>Takes messages out of an inbox, one after the other, aligns barriers, and hands everything to its receiver.</summary>
/// <remarks>A worker that computes has a thread of its own; one that waits for I/O (the sink's) runs on the thread pool.</remarks>
internal sealed class StageWorker<TBatch>(string name, Inbox<TBatch> inbox, IStageReceiver<TBatch> receiver, bool hasThread) : IStageWorker
    where TBatch : class, IStageBatch
{
    private int _barriers;
    private int _ended;

    public Task RunAsync(CancellationToken cancellationToken)
    {
        if (!hasThread)
        {
            return Task.Run(() => LoopAsync(cancellationToken), CancellationToken.None);
        }

        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                Loop(cancellationToken);
                ended.SetResult();
            }
            catch (Exception error)
            {
                ended.SetException(error);
            }
        })
        {
            IsBackground = true,
            Name = name,
        };
        thread.Start();
        return ended.Task;
    }

    public void Abort() => inbox.Abort();

    private void Loop(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (!inbox.TryTake(out var sender, out var message))
            {
                inbox.WaitAsync().GetAwaiter().GetResult();
                continue;
            }

            var handled = HandleAsync(sender, message, cancellationToken);
            if (!(handled.IsCompletedSuccessfully ? handled.Result : handled.AsTask().GetAwaiter().GetResult()))
            {
                return;
            }
        }
    }

    private async Task LoopAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (!inbox.TryTake(out var sender, out var message))
            {
                await inbox.WaitAsync();
            }
            else if (!await HandleAsync(sender, message, cancellationToken))
            {
                return;
            }
        }
    }

    /// <summary>False when everything has ended.</summary>
    private async ValueTask<bool> HandleAsync(int sender, Message<TBatch> message, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        switch (message.Kind)
        {
            case MessageKind.Batch:
                await receiver.OnBatchAsync(sender, message.Batch!, cancellationToken);
                message.Batch!.Release();
                break;
            case MessageKind.Watermark:
                await receiver.OnWatermarkAsync(sender, message.Time, cancellationToken);
                break;
            case MessageKind.Tick when sender == 0:
                await receiver.OnTickAsync(message.Time, cancellationToken);
                break;
            case MessageKind.Barrier:
                inbox.Hold(sender);
                if (++_barriers == inbox.Senders)
                {
                    await receiver.OnBarrierAsync(message.Barrier!, cancellationToken);
                    _barriers = 0;
                    inbox.ReleaseAll();
                }

                break;
            case MessageKind.End:
                if (++_ended == inbox.Senders)
                {
                    await receiver.OnEndAsync(cancellationToken);
                    return false;
                }

                break;
        }

        return true;
    }
}
