using System.Runtime.InteropServices;

namespace Attune.Streaming.Mail.Headers;

/// <summary>A run of header lines that are no fields: lines <paramref name="FirstLine"/> to <paramref name="LastLine"/>, text [<paramref name="Start"/>, <paramref name="End"/>).</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BrokenLines(int FirstLine, int LastLine, int Start, int End);
