using Attune.Events;

namespace Attune.Storage;

/// <summary>A dead letter with the stream that it belongs to and when it was stored.</summary>
public sealed record StoredDeadLetter(string Stream, DateTime RecordedAt, DeadLetter Letter);
