using Attune.Streaming.Sources;

namespace Attune.Cli.Replay;

/// <summary>Counts what a replay read. Written by the replay, read by the progress display.</summary>
internal sealed class ReplayTally
{
    private long _units;
    private long _flows;

    public long Units => Interlocked.Read(ref _units);

    public long Flows => Interlocked.Read(ref _flows);

    public long UnitsParsed { get; private set; }

    public long ReceivedLines { get; private set; }

    public long Texts { get; private set; }

    public SortedDictionary<string, long> DeadLetters { get; } = new(StringComparer.Ordinal);

    public DateTime? EventTime { get; private set; }

    public void Add(SourceBatch batch)
    {
        UnitsParsed += batch.UnitsParsed;
        ReceivedLines += batch.ReceivedLines;
        Texts += batch.Texts.Count;
        foreach (var letter in batch.DeadLetters)
        {
            Count(letter.Reason, 1);
        }

        EventTime = batch.Texts.Count > 0 ? batch.Texts[^1].Timestamp : batch.Flows.Count > 0 ? batch.Flows[^1].Timestamp : EventTime;
        Interlocked.Add(ref _flows, batch.Flows.Count);
        Interlocked.Add(ref _units, batch.Units);
    }

    public void Count(string reason, long letters)
    {
        if (letters > 0)
        {
            DeadLetters[reason] = DeadLetters.GetValueOrDefault(reason) + letters;
        }
    }
}
