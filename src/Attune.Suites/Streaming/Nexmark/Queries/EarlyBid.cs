using System.Runtime.InteropServices;

namespace Attune.Suites.Streaming.Nexmark.Queries;

/// <summary>A bid on an auction that has not arrived.</summary>
/// <param name="Time">Event time, UTC ticks.</param>
/// <param name="Price">In cents.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct EarlyBid(long Time, long Price);
