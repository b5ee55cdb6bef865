using System.Diagnostics;
using Attune.Server;
using Attune.Server.Ingest;
using Attune.Storage;
using Attune.Streaming.Sources;

namespace Attune.Cli.Replay;

/// <summary>Sends a source through the platform, as fast as it takes it or at a given rate.</summary>
/// <remarks>
/// At a given rate an event has an intended time of arrival, and its latency counts from there: if the platform stalls, the wait shows
/// (no coordinated omission).
/// </remarks>
internal sealed class ReplayRunner(AttunePlatform platform, IEventSource source, double? eventsPerSecond)
{
    public ReplayTally Tally { get; } = new();

    /// <summary>Told of every batch that was read.</summary>
    public Action<SourceBatch>? Read { get; init; }

    /// <summary>Rows that were added to the store.</summary>
    public long Added { get; private set; }

    /// <summary>Events that were in the store already.</summary>
    public long Duplicates { get; private set; }

    /// <summary>Windows that closed.</summary>
    public long Windows { get; private set; }

    /// <summary>Time until the first event was ready: reading and parsing.</summary>
    public TimeSpan Preparation { get; private set; }

    /// <summary>Time from the first event until everything was stored and broadcast.</summary>
    public TimeSpan Duration { get; private set; }

    /// <summary>True when the user stopped the replay before its end.</summary>
    public bool Stopped { get; private set; }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var begun = Stopwatch.GetTimestamp();
        var stream = await platform.Pipeline.OpenAsync(source.Stream, IngestMode.Replay, CancellationToken.None);
        try
        {
            var acknowledgements = new Queue<Task<AppendResult>>();
            long started = 0, sent = 0;
            try
            {
                await foreach (var batch in source.ReadAsync(cancellationToken))
                {
                    if (started == 0)
                    {
                        Preparation = Stopwatch.GetElapsedTime(begun);
                        started = platform.Time.GetTimestamp();
                    }

                    var events = new EventBatch(source.Stream, batch.Flows, batch.Texts, batch.DeadLetters);
                    var due = await WaitForTurnAsync(started, sent, cancellationToken);
                    acknowledgements.Enqueue(await stream.EnqueueAsync(events, batch.Watermarks, due, cancellationToken));
                    sent += events.Count;
                    Tally.Add(batch);
                    Read?.Invoke(batch);
                    while (acknowledgements.TryPeek(out var oldest) && oldest.IsCompleted)
                    {
                        await CountAsync(acknowledgements.Dequeue());
                    }
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                Stopped = true;
            }

            while (acknowledgements.TryDequeue(out var oldest))
            {
                await CountAsync(oldest);
            }

            if (!Stopped)
            {
                await stream.CompleteAsync();
            }

            Duration = started == 0 ? TimeSpan.Zero : platform.Time.GetElapsedTime(started);
        }
        finally
        {
            await platform.Pipeline.CloseAsync(stream);
            Windows = stream.ClosedWindows;
            Tally.Count(DeadLetterReasons.Late, stream.LateEvents);
        }
    }

    /// <summary>Waits until the next batch is due; returns the time at which it was due, null when there is no rate.</summary>
    private async Task<long?> WaitForTurnAsync(long started, long sent, CancellationToken cancellationToken)
    {
        if (eventsPerSecond is not { } rate)
        {
            return null;
        }

        var due = started + (long)(sent / rate * platform.Time.TimestampFrequency);
        var wait = platform.Time.GetElapsedTime(platform.Time.GetTimestamp(), due);
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, platform.Time, cancellationToken);
        }

        return due;
    }

    private async Task CountAsync(Task<AppendResult> acknowledged)
    {
        var result = await acknowledged;
        Duplicates += result.Duplicates;
        Added += result.Added;
    }
}
