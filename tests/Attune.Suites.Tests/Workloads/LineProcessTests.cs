using System.Diagnostics;
using Attune.Suites.Workloads;

namespace Attune.Suites.Tests.Workloads;

public class LineProcessTests
{
    [Fact]
    public async Task Ask_ProcessThatAnswers_ReadsTheLine()
    {
        await using var process = LineProcess.Start(Shell("while read -r line; do echo \"$line\"; done"));
        (await process.AskAsync<Said>(new Said("one"), CancellationToken.None)).ShouldBe(new Said("one"));
        (await process.AskAsync<Said>(new Said("two"), CancellationToken.None)).ShouldBe(new Said("two"));
    }

    [Fact]
    public async Task Ask_ProcessThatEnds_Throws()
    {
        await using var process = LineProcess.Start(Shell("read -r line; exit 3"));
        await Should.ThrowAsync<InvalidOperationException>(() => process.AskAsync<Said>(new Said("one"), CancellationToken.None));
    }

    [Fact]
    public async Task Dispose_ProcessThatWaits_KillsIt()
    {
        var process = LineProcess.Start(Shell("read -r line; echo \"{\\\"text\\\":\\\"$$\\\"}\"; sleep 600"));
        var id = int.Parse((await process.AskAsync<Said>(new Said("who"), CancellationToken.None)).Text);
        await process.DisposeAsync();
        Should.Throw<ArgumentException>(() => Process.GetProcessById(id));
    }

    private static ProcessStartInfo Shell(string script) => new("sh", ["-c", script])
    {
        RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
    };

    private sealed record Said(string Text);
}
