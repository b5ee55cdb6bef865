using System.Runtime.InteropServices;
using Attune.Measurement;

namespace Attune.Streaming.Flows;

/// <summary>Flows of one source and one protocol in one window.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct ProtocolWindow
{
    public string Protocol;
    public RunningStatistics Bytes;
}
