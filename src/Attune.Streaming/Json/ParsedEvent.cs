using Attune.Events;

namespace Attune.Streaming.Json;

/// <summary>One event read from JSON: a flow, a text, or the errors of its fields.</summary>
public sealed record ParsedEvent(Flow? Flow, TextEvent? Text, IReadOnlyList<EventFieldError> Errors)
{
    /// <summary>True when it can be used.</summary>
    public bool IsValid => Errors.Count == 0;
}
