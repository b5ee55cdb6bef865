namespace Attune.Streaming.Sources;

/// <summary>An input cannot be read; the message says what to do.</summary>
public sealed class SourceException(string message, Exception? inner = null) : Exception(message, inner);
