namespace Attune.Suites.Tests.Streaming.RealData;

/// <summary>What a window of a key comes to.</summary>
internal readonly record struct RealWindow(string Key, DateTime Start, DateTime End, long Count, long Bytes, long Largest);
