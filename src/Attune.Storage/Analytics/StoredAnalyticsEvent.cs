using Attune.Events;

namespace Attune.Storage;

/// <summary>An event with the stream that it belongs to.</summary>
public sealed record StoredAnalyticsEvent(string Stream, AnalyticsEvent Event);
