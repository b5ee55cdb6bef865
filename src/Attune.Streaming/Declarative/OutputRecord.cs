using System.Runtime.InteropServices;
using Attune.Streaming.Declarative.Rows;

namespace Attune.Streaming.Declarative;

/// <summary>What a declarative pipeline writes: a result, a late event or a dead letter.</summary>
/// <param name="Key">Key of the result or event; the default if it has none.</param>
/// <param name="Json">One JSON object in UTF-8, without an end of line.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct OutputRecord(RowKey Key, ReadOnlyMemory<byte> Json);
