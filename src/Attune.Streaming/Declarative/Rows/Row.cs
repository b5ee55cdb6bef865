using System.Runtime.InteropServices;
using System.Text;

namespace Attune.Streaming.Declarative.Rows;

/// <summary>An event of a declarative pipeline: the fields that the pipeline uses, and the event itself where a sink needs it whole.</summary>
/// <param name="Values">The used fields in the schema's order; null if the pipeline's conditions do not hold for the event.</param>
/// <param name="Raw">The event as UTF-8 JSON; null when no sink needs it.</param>
/// <param name="Ticks">Time of the event, UTC ticks; <see cref="Pipelines.Sources.SourceBuffer{T}.NoTimestamp"/> if it does not stand in it.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Row(RowValue[]? Values, byte[]? Raw, long Ticks)
{
    /// <summary>True if the pipeline's conditions hold for the event.</summary>
    public bool Passes => Values is not null;

    /// <summary>The event as JSON, for dead letters; empty when it was not kept.</summary>
    public override string ToString() => Raw is null ? "" : Encoding.UTF8.GetString(Raw);
}
