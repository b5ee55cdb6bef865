using System.Runtime.InteropServices;
using Attune.Streaming.Checkpoints;

namespace Attune.Streaming.Windows.Operators;

/// <summary>What is known of the panes of one window and key.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PaneState
{
    /// <summary>Processing time at which the next pane is due; 0 if none is.</summary>
    public long Deadline;

    /// <summary>Events since the last pane; stops at the largest number.</summary>
    public int Pending;

    /// <summary>Panes so far.</summary>
    public int Index;

    /// <summary>Whether the pane on time was sent.</summary>
    public bool OnTimeSent;

    public void Count(int events) => Pending = (int)Math.Min((long)Pending + events, int.MaxValue);

    public void Sent()
    {
        Index++;
        Pending = 0;
        Deadline = 0;
    }

    public static void Write(StateWriter writer, in PaneState pane)
    {
        writer.Write(pane.Deadline);
        writer.Write(pane.Pending);
        writer.Write(pane.Index);
        writer.Write(pane.OnTimeSent);
    }

    /// <exception cref="CheckpointException">The numbers are not possible.</exception>
    public static PaneState Read(StateReader reader)
    {
        var pane = new PaneState
        {
            Deadline = reader.Read<long>(),
            Pending = reader.Read<int>(),
            Index = reader.Read<int>(),
            OnTimeSent = reader.Read<bool>(),
        };
        return pane is { Deadline: >= 0, Pending: >= 0, Index: >= 0 }
            ? pane
            : throw new CheckpointException("The state of the window operator is damaged: a count of panes or events is negative.");
    }
}
