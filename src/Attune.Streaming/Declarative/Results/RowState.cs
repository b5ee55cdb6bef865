using System.Runtime.InteropServices;

namespace Attune.Streaming.Declarative.Results;

/// <summary>The states of all aggregates of a description: those without references side by side in one array, the others as objects.</summary>
/// <param name="Plain">Fixed states; null when there are none.</param>
/// <param name="Objects">The other states; null when there are none.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RowState(byte[]? Plain, object[]? Objects);
