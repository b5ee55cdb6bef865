using System.Runtime.InteropServices;

namespace Attune.Streaming.Tests.Pipelines;

/// <summary>An event for tests: a key, a value, and a time in milliseconds after 2026-01-01.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Reading(int Key, long Value, long Milliseconds)
{
    public static readonly DateTime Start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public DateTime Time => Start.AddMilliseconds(Milliseconds);
}
