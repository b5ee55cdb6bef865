using Attune.Measurement;
using Attune.Server.Ingest;

namespace Attune.Server.Metrics;

/// <summary>Counts since the start of the process.</summary>
public sealed record IngestTotals(long Flows, long Messages, long DeadLetters, long Windows, long Duplicates)
{
    /// <summary>The counts in a snapshot of the instruments.</summary>
    public static IngestTotals Of(MetricsSnapshot snapshot) => new(
        Read(snapshot, IngestInstruments.Flows), Read(snapshot, IngestInstruments.Messages), Read(snapshot, IngestInstruments.DeadLetters),
        Read(snapshot, IngestInstruments.Windows), Read(snapshot, IngestInstruments.Duplicates));

    private static long Read(MetricsSnapshot snapshot, string name) => (long)(snapshot.Sum(name) ?? 0);
}
