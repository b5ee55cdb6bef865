using System.Runtime.InteropServices;

namespace Attune.Streaming.Declarative.Rows;

/// <summary>The time of an event, or what is wrong with it.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct EventTime(long Ticks, RowProblem? Problem);
