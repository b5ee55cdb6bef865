using System.ComponentModel;

namespace Attune.Lab.Load;

/// <summary>Names of network failures by Linux's error number.</summary>
internal static class NetworkCauses
{
    public static string Of(int error) => error switch
    {
        24 => "too many open files",
        32 or 104 => "connection reset",
        99 => "no free local port",
        101 => "network unreachable",
        110 => "connect timeout",
        111 => "connection refused",
        113 => "host unreachable",
        _ => new Win32Exception(error).Message.ToLowerInvariant(),
    };
}
