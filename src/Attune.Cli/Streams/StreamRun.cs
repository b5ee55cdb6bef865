using System.Diagnostics;
using Attune.Cli.Output;
using Attune.Streaming.Declarative;

namespace Attune.Cli.Streams;

/// <summary><c>attune stream run</c> from the start to the summary.</summary>
internal static class StreamRun
{
    /// <summary>Less than what the process itself is given to end.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(45);

    public static async Task<int> RunAsync(PipelineDefinition definition, bool fresh, bool json, bool quiet, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        await using var run = await definition.StartAsync(new RunSettings { IsFresh = fresh }, cancellationToken);
        if (run.Resumed is { } resumed && !quiet)
        {
            await Console.Error.WriteLineAsync($"Goes on from checkpoint {resumed.Id} of {resumed.CreatedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC.");
        }

        var isStopped = await StreamDisplay.ShowAsync(definition.Name, run, quiet, cancellationToken);
        if (isStopped)
        {
            try
            {
                await run.StopAsync(CancellationToken.None).WaitAsync(StopPatience, CancellationToken.None);
            }
            catch (TimeoutException)
            {
                return AttuneCommandLine.Fail(
                    ExitCodes.Failure, $"{definition.Name} did not come to an end within {StopPatience.TotalSeconds:0} s, for example because brokers are away; the next start goes on from the last checkpoint, if there is one.");
            }
        }

        await run.Completion;
        var (statistics, seconds) = (run.Statistics, clock.Elapsed.TotalSeconds);
        var summary = new StreamSummary(
            definition.Name, isStopped ? "stopped" : "source-ended", run.Resumed?.Id, Math.Round(seconds, 3), statistics.RecordsIn, Math.Round(statistics.RecordsIn / seconds),
            statistics.RecordsOut, statistics.Late, statistics.Dropped, statistics.DeadLetters,
            statistics.Watermark is { Year: < 9999 } watermark ? watermark : null, statistics.LastCheckpoint);
        Write(summary, json, definition);
        return ExitCodes.Success;
    }

    /// <summary>Where results go to standard output, the summary does not.</summary>
    private static void Write(StreamSummary summary, bool json, PipelineDefinition definition)
    {
        var toErrors = definition.Sink.IsStandardOutput;
        if (json)
        {
            if (toErrors)
            {
                Console.Error.WriteLine(JsonOutput.Format(summary));
            }
            else
            {
                JsonOutput.Write(summary);
            }

            return;
        }

        var lines = $"""
            {summary.Pipeline}: {(summary.Ended == "stopped" ? "stopped" : "the source has ended")} after {summary.Seconds:0.0} s, {summary.RecordsIn:N0} events in ({summary.RecordsPerSecond:N0}/s), {summary.RecordsOut:N0} out
            {summary.Late:N0} late, {summary.DeadLetters:N0} dead letters, {summary.Dropped:N0} dropped, {Checkpoint(summary, definition)}
            """;
        (toErrors ? Console.Error : Console.Out).WriteLine(lines);
        if (Advice(summary, definition) is { } advice)
        {
            Console.Error.WriteLine(advice);
        }
    }

    /// <summary>What a person would ask next.</summary>
    private static string? Advice(StreamSummary summary, PipelineDefinition definition) =>
        summary is { DeadLetters: > 0 } && definition.DeadLetters is null ? "Why events cannot be used is told to 'dead_letters', for example dead_letters: { file: dead.jsonl }."
        : summary is { ResumedFrom: not null, RecordsIn: 0, DeadLetters: 0, Ended: "source-ended" } ? "The source has nothing behind the checkpoint; --fresh begins anew."
        : null;

    private static string Checkpoint(StreamSummary summary, PipelineDefinition definition) =>
        definition.Checkpoints is null ? summary.Ended == "stopped" && definition.Window is not null ? "no checkpoints: what windows held is lost" : "no checkpoints"
        : summary.Checkpoint is { } last ? $"checkpoint {last}"
        : "no checkpoint yet";
}
