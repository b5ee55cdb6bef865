using System.Diagnostics;
using System.Runtime.CompilerServices;
using Attune.Server.Tests.Testing;

namespace Attune.Server.Tests.Dashboard;

/// <summary>The page's scripts under node's own test runner: <c>*.test.mjs</c> beside this file.</summary>
public sealed class PageScriptTests
{
    [SkippableFact]
    public async Task Scripts_UnderNode_PassAllTheirTests()
    {
        Skip.IfNot(IsThere(), "node is not installed: apt-get install nodejs.");
        string[] files = Directory.GetFiles(Folder(), "*.test.mjs");
        files.ShouldNotBeEmpty();

        using var node = Start(["--test", "--test-reporter=tap", .. files]);
        var errors = node.StandardError.ReadToEndAsync();
        var lines = (await node.StandardOutput.ReadToEndAsync().WithinLimit()).Split('\n');
        await node.WaitForExitAsync().WithinLimit();

        lines.Where(line => line.TrimStart().StartsWith("not ok", StringComparison.Ordinal)).ShouldBeEmpty(string.Join('\n', lines));
        node.ExitCode.ShouldBe(0, await errors);
        lines.Count(line => line.StartsWith("ok ", StringComparison.Ordinal)).ShouldBeGreaterThan(files.Length);
    }

    private static Process Start(string[] arguments) =>
        Process.Start(new ProcessStartInfo("node", arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;

    private static bool IsThere()
    {
        try
        {
            using var node = Start(["--version"]);
            node.WaitForExit();
            return node.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
