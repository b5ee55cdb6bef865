using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Attune.Cli.Commands;
using Attune.Cli.Replay;
using Attune.Configuration;
using Attune.Server;
using Attune.Storage;

namespace Attune.Cli.Doctor;

/// <summary>Looks at everything that Attune needs on a machine.</summary>
internal static class Checkup
{
    private const long LowDiskBytes = 1L << 30;

    public static async Task<IReadOnlyList<Check>> RunAsync(ResolvedConfiguration configuration, CancellationToken cancellationToken) =>
    [
        new Check("Runtime", CheckStatus.Passed, $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.OSDescription}, {Environment.ProcessorCount} processors"),
        await SdkAsync(cancellationToken),
        new Check("Configuration", CheckStatus.Passed, $"profile {configuration.Profile}, {configuration.File ?? "no file"}"),
        Disk(configuration.Get<StorageOptions>()),
        await StoreAsync(configuration, cancellationToken),
        Port(configuration.Get<ServerOptions>()),
        Corpus(),
        Charts(),
    ];

    private static async Task<Check> SdkAsync(CancellationToken cancellationToken)
    {
        const string Advice = "only needed to build: install the .NET 10 SDK";
        try
        {
            using var process = Process.Start(new ProcessStartInfo("dotnet", "--version") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true });
            var version = (await process!.StandardOutput.ReadToEndAsync(cancellationToken)).Trim();
            await process.WaitForExitAsync(cancellationToken);
            return version.StartsWith("10.", StringComparison.Ordinal)
                ? new Check(".NET SDK", CheckStatus.Passed, version)
                : new Check(".NET SDK", CheckStatus.Warning, version.Length == 0 ? "none" : version, Advice);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return new Check(".NET SDK", CheckStatus.Warning, "not found", Advice);
        }
    }

    private static Check Disk(StorageOptions options)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(options.Path))!;
        while (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { } parent)
        {
            folder = parent;
        }

        var free = new DriveInfo(folder).AvailableFreeSpace;
        var detail = $"{free / (double)(1 << 30):N1} GiB free at {folder}";
        return free >= LowDiskBytes
            ? new Check("Disk", CheckStatus.Passed, detail)
            : new Check("Disk", CheckStatus.Warning, detail, "free at least 1 GiB, or choose another folder with --data DIR");
    }

    /// <summary>Looks into the database if there is one; otherwise only tries SQLite in a temporary folder. A check leaves nothing behind.</summary>
    private static async Task<Check> StoreAsync(ResolvedConfiguration configuration, CancellationToken cancellationToken)
    {
        var options = configuration.Get<StorageOptions>();
        try
        {
            if (options.Engine == StorageEngine.Postgres)
            {
                return await PostgresAsync(configuration, cancellationToken);
            }

            if (!StoreAccess.Exists(configuration))
            {
                return await SqliteAloneAsync(options);
            }

            await using var store = StoreAccess.OpenToRead(configuration);
            return await store.CheckAsync(cancellationToken) is { } fault
                ? new Check("Storage", CheckStatus.Failed, options.Path, fault)
                : new Check("Storage", CheckStatus.Passed, $"{store.Engine}, {(await store.Events.CountRowsAsync(cancellationToken: cancellationToken)).Total:N0} rows in {options.Path}");
        }
        catch (StorageException error)
        {
            return new Check("Storage", CheckStatus.Failed, options.Engine == StorageEngine.Postgres ? "PostgreSQL" : options.Path, error.Message);
        }
    }

    private static async Task<Check> PostgresAsync(ResolvedConfiguration configuration, CancellationToken cancellationToken)
    {
        await using var store = StoreAccess.OpenToRead(configuration);
        var status = await store.Maintenance.GetStatusAsync(cancellationToken);
        var found = $"{status.Engine} at {status.Address}, ";
        return (status.LatestVersion - status.SchemaVersion) switch
        {
            0 => new Check("Storage", CheckStatus.Passed, $"{found}{status.Tables.Sum(table => table.Rows):N0} rows"),
            _ when status.SchemaVersion == 0 => new Check("Storage", CheckStatus.Passed, $"{found}without tables yet: the first start makes them"),
            > 0 and var behind => new Check("Storage", CheckStatus.Warning, $"{found}its schema is behind by {behind}", "run 'attune storage migrate', or start the server"),
            _ => new Check("Storage", CheckStatus.Failed, $"{found}schema {status.SchemaVersion}, this program knows {status.LatestVersion}", "use the version that wrote it"),
        };
    }

    private static async Task<Check> SqliteAloneAsync(StorageOptions options)
    {
        var temporary = Directory.CreateTempSubdirectory("attune-doctor-").FullName;
        try
        {
            await using var store = AttuneStorage.Open(new StorageOptions { Path = Path.Combine(temporary, "attune.db") });
            return await store.CheckAsync() is { } fault
                ? new Check("Storage", CheckStatus.Failed, options.Path, fault)
                : new Check("Storage", CheckStatus.Passed, $"{store.Engine}, no database at {options.Path} yet");
        }
        finally
        {
            Directory.Delete(temporary, recursive: true);
        }
    }

    private static Check Port(ServerOptions options)
    {
        var address = options.Address == "localhost" ? IPAddress.Loopback : IPAddress.Parse(options.Address);
        try
        {
            using var listener = new TcpListener(address, options.Port);
            listener.Start();
            return new Check("Port", CheckStatus.Passed, $"{options.Address}:{options.Port} is free");
        }
        catch (SocketException error)
        {
            return new Check("Port", CheckStatus.Failed, $"{options.Address}:{options.Port}: {error.Message}", "stop the program that has it, or choose another with --port N");
        }
    }

    private static Check Corpus() => MailCorpus.Find() is { } folder
        ? new Check("Demo corpus", CheckStatus.Passed, folder)
        : new Check("Demo corpus", CheckStatus.Warning, "not installed", "only needed by 'attune demo': run 'npm ci' in Attune's folder");

    private static Check Charts() =>
        typeof(AttuneServer).Assembly.GetManifestResourceNames().Any(name => name.EndsWith("uPlot.esm.js", StringComparison.Ordinal))
            ? new Check("Dashboard charts", CheckStatus.Passed, "built in")
            : new Check("Dashboard charts", CheckStatus.Warning, "not built in", "run 'npm ci', then build again");
}
