namespace Attune.Suites.Tests.Streaming.RealData;

/// <summary>A flow or a request of a real log.</summary>
/// <param name="Time">Event time, UTC ticks.</param>
/// <param name="Key">Address.</param>
/// <param name="Bytes">Bytes sent.</param>
internal readonly record struct RealEvent(long Time, string Key, long Bytes);
