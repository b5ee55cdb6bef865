using System.Diagnostics.Metrics;

namespace Attune.Server.Ingest;

/// <summary>Instruments of the way from input to stored and broadcast.</summary>
internal sealed class IngestMeter : IDisposable
{
    private readonly Meter _meter = new("Attune.Server");

    public IngestMeter()
    {
        Flows = _meter.CreateCounter<long>(IngestInstruments.Flows, "{flow}", "Flows that went all the way; a replay counts those that were stored before, too.");
        Messages = _meter.CreateCounter<long>(IngestInstruments.Messages, "{message}", "Text events that went all the way; a replay counts those that were stored before, too.");
        DeadLetters = _meter.CreateCounter<long>(IngestInstruments.DeadLetters, "{letter}", "Input that could not be used.");
        Duplicates = _meter.CreateCounter<long>(IngestInstruments.Duplicates, "{event}", "Events that were stored already.");
        Late = _meter.CreateCounter<long>(IngestInstruments.Late, "{event}", "Events that came after their window had closed.");
        Windows = _meter.CreateCounter<long>(IngestInstruments.Windows, "{window}", "Windows closed.");
        Bytes = _meter.CreateCounter<long>(IngestInstruments.Bytes, "By", "Bytes that the flows transferred, by protocol.");
        Latency = _meter.CreateHistogram<double>(IngestInstruments.Latency, "s", "Time from taking an event in to stored and broadcast.");
    }

    public Counter<long> Flows { get; }

    public Counter<long> Messages { get; }

    public Counter<long> DeadLetters { get; }

    public Counter<long> Duplicates { get; }

    public Counter<long> Late { get; }

    public Counter<long> Windows { get; }

    public Counter<long> Bytes { get; }

    public Histogram<double> Latency { get; }

    public void Dispose() => _meter.Dispose();
}
