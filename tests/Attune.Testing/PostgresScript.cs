using System.Diagnostics;

namespace Attune.Testing;

/// <summary>Runs <c>eng/postgres.sh</c>, which knows how a server is made, started, stopped, killed and frozen.</summary>
internal static class PostgresScript
{
    private static readonly Lazy<Task<string?>> Missing = new(FindMissingAsync);

    /// <summary>Why there can be no server of our own here; null when there can.</summary>
    public static Task<string?> MissingAsync() => Missing.Value;

    /// <summary>Makes a server in <paramref name="folder"/> that ends, at the latest, with this process; or starts the one in it again.</summary>
    /// <returns>The connection string of its superuser.</returns>
    public static Task<string> StartAsync(string folder) => RunAsync("start", folder, Environment.ProcessId.ToString());

    /// <summary>Runs one verb of the script to its end and returns what it printed.</summary>
    public static async Task<string> RunAsync(params string[] arguments)
    {
        var (code, output, errors) = await ExecuteAsync(arguments);
        return code == 0 ? output.Trim() : throw new InvalidOperationException($"eng/postgres.sh {arguments[0]} failed: {errors.Trim()}");
    }

    private static async Task<string?> FindMissingAsync()
    {
        if (!OperatingSystem.IsLinux())
        {
            return "A PostgreSQL server of the tests' own is started on Linux only; name one in ATTUNE_TEST_POSTGRES.";
        }

        var (code, _, errors) = await ExecuteAsync(["where"]);
        return code == 0 ? null : $"PostgreSQL is not installed ({errors.Trim()}); ./test installs it.";
    }

    private static async Task<(int Code, string Output, string Errors)> ExecuteAsync(string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(FindRoot(), "eng", "postgres.sh"), arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await errors);
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Attune.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests must run inside the repository.");
    }
}
