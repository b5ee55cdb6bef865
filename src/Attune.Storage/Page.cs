namespace Attune.Storage;

/// <summary>One page of a query with the cursor of the next one.</summary>
/// <param name="Items">The rows.</param>
/// <param name="Next">Opaque cursor to pass as <c>after</c>; null on the last page.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
