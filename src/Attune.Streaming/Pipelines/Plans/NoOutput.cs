using Attune.Streaming.Windows;

namespace Attune.Streaming.Pipelines.Plans;

/// <summary>Takes nothing: for an operator that is made only to see whether it can be.</summary>
internal sealed class NoOutput<TKey, TOut> : IWindowOutput<TKey, TOut>
{
    public void OnPane(in Pane<TKey, TOut> pane)
    {
    }

    public void OnLate(int index)
    {
    }

    public void OnFailed(int index, Exception error)
    {
    }
}
