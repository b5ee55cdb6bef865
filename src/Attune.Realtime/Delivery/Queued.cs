using System.Runtime.InteropServices;
using Attune.Realtime.Channels;

namespace Attune.Realtime.Delivery;

/// <summary>A message that waits for a client.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Queued(HubMessage Message, Binding Binding)
{
    /// <summary>True when it was published before the client came back.</summary>
    public bool IsReplayed => Message.Sequence <= Binding.ReplayedTo;
}
