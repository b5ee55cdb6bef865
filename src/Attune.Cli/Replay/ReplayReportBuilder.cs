using System.Diagnostics;
using Attune.Measurement;
using Attune.Server;
using Attune.Server.Ingest;
using Attune.Server.Metrics;
using Attune.Streaming.Sources;

namespace Attune.Cli.Replay;

/// <summary>Puts the summary together from the run and the store.</summary>
internal static class ReplayReportBuilder
{
    private const int TopCount = 10;
    private const int SpamDayMinimumMessages = 10;

    public static async Task<ReplayReport> BuildAsync(AttunePlatform platform, ReplayRunner run, string input, string stream, MetricsSnapshot before)
    {
        var after = platform.Collector.Collect();
        var latency = after.Histogram(IngestInstruments.Latency);
        if (latency is not null && before.Histogram(IngestInstruments.Latency) is { } earlier)
        {
            latency = latency.Subtract(earlier);
        }

        var tally = run.Tally;
        var seconds = Math.Max(run.Duration.TotalSeconds, 1e-6);
        using var process = Process.GetCurrentProcess();
        return new ReplayReport(
            input,
            tally.Units,
            tally.UnitsParsed,
            tally.ReceivedLines,
            tally.Flows,
            tally.Texts,
            tally.DeadLetters,
            tally.DeadLetters.GetValueOrDefault(DeadLetterReasons.Late),
            run.Windows,
            (await platform.Storage.Events.CountRowsAsync(stream)).Total,
            run.Added,
            run.Duplicates,
            Math.Round(tally.Flows / seconds),
            Math.Round((tally.Flows + tally.Texts + tally.DeadLetters.Values.Sum()) / seconds),
            Math.Round(run.Duration.TotalSeconds, 3),
            Math.Round(run.Preparation.TotalSeconds, 3),
            LatencyPercentiles.Of(latency),
            Math.Round(process.PeakWorkingSet64 / (1024.0 * 1024), 1),
            await platform.Storage.Events.GetTopSourcesAsync(TopCount, stream),
            await platform.Storage.Events.GetTopSpamDaysAsync(TopCount, SpamDayMinimumMessages, stream),
            SpamDayMinimumMessages,
            platform.Storage.Engine,
            run.Stopped);
    }
}
