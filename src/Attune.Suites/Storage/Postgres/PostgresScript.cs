using System.Diagnostics;

namespace Attune.Suites.Storage.Postgres;

/// <summary>Runs <c>eng/postgres.sh</c>, which is part of this library: it knows how a throwaway server is made, started and stopped.</summary>
internal static class PostgresScript
{
    private const string Resource = "postgres.sh";

    private static readonly Lazy<string?> Found = new(Find);

    /// <summary>The folder of PostgreSQL's programs; null if there are none that the script could run.</summary>
    public static string? Programs => Found.Value;

    /// <summary>Runs one verb to its end and returns what it printed.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task<string> RunAsync(string folder, CancellationToken cancellationToken, params string[] arguments)
    {
        var (code, output, errors) = await ExecuteAsync(folder, arguments, cancellationToken);
        return code == 0 ? output.Trim() : throw new InvalidOperationException($"PostgreSQL: {errors.Trim()}");
    }

    private static string? Find()
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        var folder = Directory.CreateTempSubdirectory("attune-pg-where-");
        try
        {
            var (code, output, _) = ExecuteAsync(folder.FullName, ["where"], CancellationToken.None).GetAwaiter().GetResult();
            return code == 0 ? output.Trim() : null;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<(int Code, string Output, string Errors)> ExecuteAsync(string folder, string[] arguments, CancellationToken cancellationToken)
    {
        var file = Path.Combine(folder, Resource);
        if (!File.Exists(file))
        {
            using var script = typeof(PostgresScript).Assembly.GetManifestResourceStream(Resource)!;
            using var text = new StreamReader(script);
            await File.WriteAllTextAsync(file, await text.ReadToEndAsync(cancellationToken), cancellationToken);
            if (!OperatingSystem.IsWindows())
            {
                // The script starts itself again, to watch over the server.
                File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            }
        }

        using var process = Process.Start(new ProcessStartInfo("bash", [file, .. arguments])
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, output, await errors);
    }
}
