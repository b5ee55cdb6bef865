using System.ComponentModel;
using System.Diagnostics;
using Npgsql;

namespace Attune.Suites.Storage.Postgres;

/// <summary>PostgreSQL's own client.</summary>
internal static class Psql
{
    private static readonly Lazy<string?> Reason = new(FindReason);

    /// <summary>Why it cannot run here; null if it can.</summary>
    public static string? Unavailable => Reason.Value;

    private static string Program => PostgresScript.Programs is { } folder && File.Exists(Path.Combine(folder, "psql")) ? Path.Combine(folder, "psql") : "psql";

    /// <summary>Copies a CSV file into a table.</summary>
    /// <returns>How long psql ran.</returns>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task<TimeSpan> CopyAsync(string connectionString, string table, string file, CancellationToken cancellationToken)
    {
        var to = new NpgsqlConnectionStringBuilder(connectionString);
        var info = new ProcessStartInfo(Program, ["-X", "-q", "-h", to.Host!, "-p", $"{to.Port}", "-U", to.Username!, "-d", to.Database!, "-c", $"\\copy {table} FROM '{file}' (FORMAT csv)"])
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        info.Environment["PGPASSWORD"] = to.Password ?? "";
        var start = Stopwatch.GetTimestamp();
        using var process = Process.Start(info)!;
        process.StandardInput.Close();
        try
        {
            var errors = await process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            var elapsed = Stopwatch.GetElapsedTime(start);
            return process.ExitCode == 0 ? elapsed : throw new InvalidOperationException($"psql failed: {errors.Trim()}");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static string? FindReason()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(Program, ["--version"]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.WaitForExit();
            return null;
        }
        catch (Win32Exception)
        {
            return "psql is not installed (Debian package postgresql-client)";
        }
    }
}
