namespace Attune.Streaming.Declarative.Files;

/// <summary>What the generator makes.</summary>
/// <param name="Events">How many events; null for no end.</param>
/// <param name="Keys">Number of different keys.</param>
/// <param name="Seed">Seed of everything random.</param>
/// <param name="Start">Time of the first event.</param>
/// <param name="Interval">Event time between two events.</param>
/// <param name="Disorder">Largest random amount by which an event's time lies before its turn.</param>
/// <param name="Rate">Events per second of the clock; null for as many as are taken.</param>
internal sealed record GeneratorSettings(long? Events, int Keys, long Seed, DateTime Start, TimeSpan Interval, TimeSpan Disorder, double? Rate);
