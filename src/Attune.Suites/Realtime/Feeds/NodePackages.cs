using System.ComponentModel;
using System.Diagnostics;

namespace Attune.Suites.Realtime.Feeds;

/// <summary>Scripts of this assembly that run on node with packages from a <c>node_modules</c> folder beside or above the program.</summary>
internal static class NodePackages
{
    private static readonly Lazy<bool> HasNode = new(IsNodeThere);

    /// <summary>Why a script that needs a package cannot run; null if it can.</summary>
    public static string? Unavailable(string package) =>
        !HasNode.Value ? "node is not installed"
        : Folder(package) is null ? $"the npm package {package} is not there: run npm ci in the repository"
        : null;

    /// <summary>How to start a script that needs a package; it is written to <paramref name="folder"/>.</summary>
    public static ProcessStartInfo Prepare(string folder, string script, string package)
    {
        var file = Path.Combine(folder, script);
        using (var resource = typeof(NodePackages).Assembly.GetManifestResourceStream(script) ?? throw new InvalidOperationException($"{script} is not part of the program."))
        using (var target = File.Create(file))
        {
            resource.CopyTo(target);
        }

        return new ProcessStartInfo("node", [file])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = folder,
            Environment = { ["NODE_PATH"] = Folder(package) ?? "", ["NODE_ENV"] = "production" },
        };
    }

    private static string? Folder(string package) => new[] { Environment.CurrentDirectory, AppContext.BaseDirectory }
        .SelectMany(Ancestors).Select(folder => Path.Combine(folder, "node_modules")).FirstOrDefault(folder => File.Exists(Path.Combine(folder, package, "package.json")));

    private static IEnumerable<string> Ancestors(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            yield return folder.FullName;
        }
    }

    private static bool IsNodeThere()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("node", ["--version"]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
