using Attune.Streaming.Windows;

namespace Attune.Streaming.Tests.Windows.Reference;

/// <summary>Writes down what an operator, or the reference, puts out.</summary>
internal sealed class WindowLog : IWindowOutput<int, string>
{
    public List<Pane<int, string>> Panes { get; } = [];

    /// <summary>Everything in order, as text.</summary>
    public List<string> Lines { get; } = [];

    /// <summary>Called for each pane.</summary>
    public Action<Pane<int, string>> Sent { get; set; } = _ => { };

    public void OnPane(in Pane<int, string> pane)
    {
        Panes.Add(pane);
        Lines.Add($"{pane.Key} [{pane.Window.Start:O} {pane.Window.End:O}) #{pane.Index} {pane.Timing}{(pane.IsFinal ? " final" : "")}{(pane.IsRetraction ? " back" : "")}: {pane.Value}");
        Sent(pane);
    }

    public void OnLate(int index) => Lines.Add($"late {index}");

    public void OnFailed(int index, Exception error) => Lines.Add($"failed {index}");
}
