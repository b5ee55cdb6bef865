namespace Attune.Streaming.Watermarks;

/// <summary>A watermark in line with the events of a batch: it holds after the first <paramref name="Flows"/> flows and <paramref name="Texts"/> texts.</summary>
/// <param name="Flows">Flows of the batch before the mark.</param>
/// <param name="Texts">Texts of the batch before the mark.</param>
/// <param name="Time">No event before this instant will follow.</param>
public readonly record struct WatermarkMark(int Flows, int Texts, DateTime Time);
