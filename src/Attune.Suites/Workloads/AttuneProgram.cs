using System.Diagnostics;

namespace Attune.Suites.Workloads;

/// <summary>The real program, for benchmarks that run it as a child process.</summary>
internal static class AttuneProgram
{
    /// <summary>Environment variable that names the program's file where the benchmarks run in another one.</summary>
    public const string Variable = "ATTUNE_PROGRAM";

    /// <summary>Why there is no program to run; null if there is one.</summary>
    public static string? Unavailable => Find() is null ? $"the program is not running as attune; set {Variable} to its file" : null;

    /// <summary>The program's file: the one that <see cref="Variable"/> names, else the running one when it is Attune; null if neither.</summary>
    public static string? Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            return File.Exists(named) ? named : null;
        }

        return Environment.ProcessPath is { } own && Path.GetFileNameWithoutExtension(own) == "attune" ? own : null;
    }

    /// <summary>How to start it. Settings of the person who runs the benchmarks do not reach it.</summary>
    /// <exception cref="InvalidOperationException">There is no program.</exception>
    public static ProcessStartInfo Prepare(string folder, params IEnumerable<string> arguments)
    {
        var info = new ProcessStartInfo(Find() ?? throw new InvalidOperationException(Unavailable), arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = folder,
        };
        foreach (var name in info.Environment.Keys.Where(name => name.StartsWith("ATTUNE_", StringComparison.Ordinal) && name != Variable).ToList())
        {
            info.Environment.Remove(name);
        }

        return info;
    }

    /// <summary>Runs it to its end; it is killed when the token says so.</summary>
    public static async Task<ProgramResult> RunAsync(string folder, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using var process = Process.Start(Prepare(folder, arguments)) ?? throw new InvalidOperationException("The program did not start.");
        try
        {
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return new ProgramResult(process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
