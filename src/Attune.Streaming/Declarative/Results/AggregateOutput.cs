using System.Text.Json;

namespace Attune.Streaming.Declarative.Results;

/// <summary>One aggregate in the results: which state it is told from, and how it is written.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Part">Index of the state.</param>
/// <param name="Write">Writes the value out of the state's result.</param>
internal sealed record AggregateOutput(string Name, int Part, Action<Utf8JsonWriter, object?> Write);
