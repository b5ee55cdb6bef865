namespace Attune.Streaming.Windows;

/// <summary>One result of one window of one key.</summary>
/// <param name="Key">The key.</param>
/// <param name="Window">The window [start, end).</param>
/// <param name="Value">What the pane holds comes to.</param>
/// <param name="Index">0 for the first pane of the window and key, and so on. A session made by merging, or by a late event after it was sent, begins anew with 0.</param>
/// <param name="Timing">Early, on time or late.</param>
/// <param name="IsFinal">True if no further pane of this window and key can come.</param>
/// <param name="IsRetraction">True if the pane of this index is taken back, because a late event changed its session's window: <paramref name="Value"/>, which was sent last, no longer counts.</param>
public readonly record struct Pane<TKey, TOut>(
    TKey Key, TimeWindow Window, TOut Value, int Index, PaneTiming Timing, bool IsFinal, bool IsRetraction = false);
