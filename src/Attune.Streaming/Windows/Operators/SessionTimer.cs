using System.Runtime.InteropServices;

namespace Attune.Streaming.Windows.Operators;

/// <summary>Points to a session, unless its generation has gone up.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SessionTimer(int Session, int Generation);
