using System.Runtime.InteropServices;

namespace Attune.Streaming.Pipelines.Running.Stages;

/// <summary>One message to a worker.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Batch">The batch, if it is one.</param>
/// <param name="Time">Watermark or processing time, UTC ticks.</param>
/// <param name="Barrier">The barrier, if it is one.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Message<TBatch>(MessageKind Kind, TBatch? Batch = null, long Time = 0, Barrier? Barrier = null)
    where TBatch : class;
