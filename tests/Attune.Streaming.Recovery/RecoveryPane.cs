using System.Runtime.InteropServices;
using Attune.Streaming.Windows;

namespace Attune.Streaming.Recovery;

/// <summary>A result: what it is of, and its value.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RecoveryPane(string Id, long Value)
{
    public static RecoveryPane Of(Pane<int, long> pane) => new($"{pane.Key}/{pane.Window.Start.Ticks}/{pane.Window.End.Ticks}/{pane.Index}/{pane.IsRetraction}", pane.Value);

    public static RecoveryPane Parse(string line)
    {
        var split = line.IndexOf('=', StringComparison.Ordinal);
        return new RecoveryPane(line[..split], long.Parse(line[(split + 1)..]));
    }

    public override string ToString() => $"{Id}={Value}";
}
