using Attune.Server.Metrics;
using Attune.Storage;

namespace Attune.Cli.Replay;

/// <summary>The summary of a replay, as <c>--json</c> prints it.</summary>
/// <param name="Input">Path of the input.</param>
/// <param name="Messages">Units of the input: messages of mail, lines of a file.</param>
/// <param name="MessagesParsed">Of these, how many could be used.</param>
/// <param name="ReceivedLines"><c>Received:</c> lines in the mail.</param>
/// <param name="Flows">Flows that came out.</param>
/// <param name="TextEvents">Text events that came out.</param>
/// <param name="DeadLetters">Input that could not be used, by reason.</param>
/// <param name="LateEvents">Events that came after their window had closed; they count among the dead letters too.</param>
/// <param name="Windows">Windows that closed.</param>
/// <param name="RowsStored">Rows of this stream in the store after the run.</param>
/// <param name="RowsAdded">Rows for events that this run added.</param>
/// <param name="Duplicates">Events that were in the store already and were not added again.</param>
/// <param name="FlowsPerSecond">Flows stored and broadcast per second of replay.</param>
/// <param name="EventsPerSecond">Flows, texts and dead letters per second of replay.</param>
/// <param name="Seconds">Duration of the replay, without reading and parsing.</param>
/// <param name="ParseSeconds">Time to read and parse the input, where it is read before the replay.</param>
/// <param name="LatencyMs">From taking an event in to stored and broadcast.</param>
/// <param name="PeakMemoryMb">Highest resident memory of the process in MiB.</param>
/// <param name="TopSources">The ten sources with most bytes in this stream.</param>
/// <param name="TopSpamDays">The ten windows with the highest share of spam, of those with at least <paramref name="SpamDayMinimumMessages"/> messages.</param>
/// <param name="SpamDayMinimumMessages">Fewest messages of a window among the top spam days.</param>
/// <param name="Engine">The store's engine.</param>
/// <param name="Stopped">True when the user stopped the replay before its end.</param>
internal sealed record ReplayReport(
    string Input,
    long Messages,
    long MessagesParsed,
    long ReceivedLines,
    long Flows,
    long TextEvents,
    IReadOnlyDictionary<string, long> DeadLetters,
    long LateEvents,
    long Windows,
    long RowsStored,
    long RowsAdded,
    long Duplicates,
    double FlowsPerSecond,
    double EventsPerSecond,
    double Seconds,
    double ParseSeconds,
    LatencyPercentiles? LatencyMs,
    double PeakMemoryMb,
    IReadOnlyList<SourceTotal> TopSources,
    IReadOnlyList<SpamDay> TopSpamDays,
    int SpamDayMinimumMessages,
    string Engine,
    bool Stopped);
