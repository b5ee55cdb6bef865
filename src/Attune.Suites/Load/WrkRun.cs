using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Attune.Suites.Load;

/// <summary>What wrk printed, and the CPU time that it took.</summary>
/// <param name="RequestsPerSecond">Its own figure.</param>
/// <param name="CpuMicroseconds">CPU time, user and system, for each request.</param>
/// <param name="P99">99th percentile of its latencies, in milliseconds.</param>
internal sealed partial record WrkRun(double RequestsPerSecond, double CpuMicroseconds, double P99)
{
    /// <summary>Why wrk cannot run here; null if it can.</summary>
    public static string? Unavailable()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("wrk", ["-v"]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.WaitForExit();
            return null;
        }
        catch (Win32Exception)
        {
            return "wrk is not installed (Debian package wrk)";
        }
    }

    /// <summary>Runs wrk with two threads and 64 connections, under a shell that tells its CPU time.</summary>
    public static async Task<WrkRun> MeasureAsync(Uri target, int seconds, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", "wrk -t2 -c64 -d\"$1\"s --latency \"$2\" && times", "sh", $"{seconds}", target.ToString()])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return Parse(output);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    internal static WrkRun Parse(string output)
    {
        var match = Output().Match(output);
        if (!match.Success || output.Contains("Socket errors", StringComparison.Ordinal) || output.Contains("Non-2xx", StringComparison.Ordinal))
        {
            throw new InvalidOperationException("wrk failed: " + output);
        }

        var cpu = Number(match, "userMinutes") * 60 + Number(match, "user") + Number(match, "systemMinutes") * 60 + Number(match, "system");
        var scale = match.Groups["unit"].Value switch { "us" => 1e-3, "ms" => 1, "s" => 1e3, _ => 60e3 };
        return new WrkRun(Number(match, "rate"), cpu * 1e6 / Number(match, "requests"), Number(match, "p99") * scale);
    }

    private static double Number(Match match, string group) => double.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    // times prints the shell's own times first, then those of its children: user, then system.
    [GeneratedRegex(
        @"99%\s+(?<p99>[\d.]+)(?<unit>us|ms|s|m)\s.*?(?<requests>\d+) requests in.*?Requests/sec:\s+(?<rate>[\d.]+).*\n\d+m[\d.]+s \d+m[\d.]+s\s*\n(?<userMinutes>\d+)m(?<user>[\d.]+)s (?<systemMinutes>\d+)m(?<system>[\d.]+)s",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Output();
}
