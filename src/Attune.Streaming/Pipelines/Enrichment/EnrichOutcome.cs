using System.Runtime.InteropServices;

namespace Attune.Streaming.Pipelines.Enrichment;

/// <summary>What came of one event: a result, or the reason why there is none.</summary>
/// <param name="Result">The result; means nothing if there is a reason.</param>
/// <param name="Reason">Null for a result; else the reason of the dead letter.</param>
/// <param name="Detail">What went wrong, for a person to read.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct EnrichOutcome<TOut>(TOut Result, string? Reason = null, string Detail = "");
