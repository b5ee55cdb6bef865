using Attune.Streaming.Pipelines.DeadLetters;

namespace Attune.Streaming.Pipelines.Enrichment;

/// <summary>Calls the function of an enrichment with a limit of time, again if need be. Safe for concurrent use.</summary>
/// <remarks>A call that does not heed its token is given up when its time is over; it goes on in the dark and is not counted any more.</remarks>
internal sealed class RepeatedCall<TIn, TOut>(Func<TIn, CancellationToken, ValueTask<TOut>> function, EnrichOptions options, TimeProvider time)
{
    /// <summary>Longest wait before a further attempt.</summary>
    private static readonly TimeSpan MaxDelay = TimeSpan.FromMinutes(1);

    /// <summary>Gives the result of the first attempt that succeeds, or what was wrong with the last.</summary>
    /// <exception cref="OperationCanceledException">The pipeline ends.</exception>
    public async ValueTask<EnrichOutcome<TOut>> RunAsync(TIn item, CancellationToken stop)
    {
        var delay = options.RetryDelay;
        for (var attempt = 0; ; attempt++)
        {
            var outcome = await AttemptAsync(item, stop);
            if (outcome.Reason is null || attempt == options.Retries)
            {
                return outcome;
            }

            await Task.Delay(delay, time, stop);
            delay = delay + delay < MaxDelay ? delay + delay : MaxDelay;
        }
    }

    private static EnrichOutcome<TOut> Failed(string reason, string detail) => new(default!, reason, detail);

    private static void LetGo(Task<TOut> task, CancellationTokenSource cancellation) =>
        _ = Task.WhenAll(task, cancellation.CancelAsync()).ContinueWith(
            (ended, _) =>
            {
                // Looked at, so that nobody reports an error that was not.
                _ = ended.Exception;
                cancellation.Dispose();
            },
            null,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);

    private async ValueTask<EnrichOutcome<TOut>> AttemptAsync(TIn item, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var cancellation = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task<TOut>? task = null;
        try
        {
            var call = function(item, cancellation.Token);
            if (call.IsCompletedSuccessfully)
            {
                return new EnrichOutcome<TOut>(call.Result);
            }

            task = call.AsTask();
            return new EnrichOutcome<TOut>(await task.WaitAsync(options.Timeout, time, stop));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw;
        }
        catch (TimeoutException error) when (task is not null && !IsOwn(task, error))
        {
            return Failed(StreamDeadLetterReasons.EnrichTimeout, $"No answer within {options.Timeout}.");
        }
        catch (Exception error)
        {
            return Failed(StreamDeadLetterReasons.EnrichFailed, $"{error.GetType().Name}: {error.Message}");
        }
        finally
        {
            if (task is { IsCompleted: false })
            {
                LetGo(task, cancellation);
            }
            else
            {
                cancellation.Dispose();
            }
        }
    }

    /// <summary>True if the function itself ended with the error, rather than the wait for it.</summary>
    private static bool IsOwn(Task task, TimeoutException error) => task.IsFaulted && task.Exception.InnerExceptions.Contains(error);
}
