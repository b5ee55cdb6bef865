namespace Attune.Streaming.Json;

/// <summary>What is wrong with one field of an event.</summary>
/// <param name="Field">Name of the field; empty when the event as a whole is wrong.</param>
/// <param name="Message">What is wrong and what is allowed.</param>
public sealed record EventFieldError(string Field, string Message);
