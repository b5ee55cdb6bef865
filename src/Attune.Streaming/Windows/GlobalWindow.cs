namespace Attune.Streaming.Windows;

/// <summary>One window for all time. It fires early, or when the stream ends.</summary>
public sealed class GlobalWindow : WindowShape;
