using Attune.Events;

namespace Attune.Storage;

/// <summary>A flow with the stream that it belongs to.</summary>
public sealed record StoredFlow(string Stream, Flow Flow);
