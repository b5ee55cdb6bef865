namespace Attune.Streaming.Windows;

/// <summary>Receives what a window operator makes.</summary>
public interface IWindowOutput<TKey, TOut>
{
    /// <summary>A pane fired.</summary>
    void OnPane(in Pane<TKey, TOut> pane);

    /// <summary>An event came after its window and the allowed lateness were over.</summary>
    /// <param name="index">Its index in the columns that were just added.</param>
    void OnLate(int index);

    /// <summary>An event could not be taken in; the others are.</summary>
    /// <param name="index">Its index in the columns that were just added.</param>
    /// <param name="error">What the aggregate, or the key's hash, threw.</param>
    void OnFailed(int index, Exception error);
}
