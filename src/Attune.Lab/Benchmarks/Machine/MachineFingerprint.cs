using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Attune.Lab.Benchmarks.Machine;

/// <summary>What figures depend on besides the code: figures of different fingerprints are not compared without saying so.</summary>
/// <param name="Cpu">Processor model.</param>
/// <param name="Cores">Processors that the process may use.</param>
/// <param name="MemoryBytes">Memory that the process may use.</param>
/// <param name="OperatingSystem">Name and version.</param>
/// <param name="Runtime">Version of .NET.</param>
/// <param name="Architecture">Instruction set, for example <c>X64</c>.</param>
/// <param name="ServerGc">Whether the server garbage collector is in use.</param>
public sealed record MachineFingerprint(string Cpu, int Cores, long MemoryBytes, string OperatingSystem, string Runtime, string Architecture, bool ServerGc)
{
    private const string CpuInfo = "/proc/cpuinfo";

    /// <summary>Sixteen hexadecimal digits that differ when anything above does; memory counts in whole GiB.</summary>
    public string Id
    {
        get
        {
            var text = $"{Cpu}|{Cores}|{MemoryBytes >> 30}|{OperatingSystem}|{Runtime}|{Architecture}|{ServerGc}";
            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
        }
    }

    /// <summary>This machine and process.</summary>
    public static MachineFingerprint Current() => new(
        ReadCpu(), Environment.ProcessorCount, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription, RuntimeInformation.ProcessArchitecture.ToString(), System.Runtime.GCSettings.IsServerGC);

    private static string ReadCpu()
    {
        try
        {
            var line = File.Exists(CpuInfo) ? File.ReadLines(CpuInfo).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) : null;
            return line is null ? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? "unknown" : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "unknown";
        }
    }
}
