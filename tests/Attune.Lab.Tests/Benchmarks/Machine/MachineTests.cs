using System.Diagnostics;
using Attune.Lab.Benchmarks.Machine;
using Attune.Testing;

namespace Attune.Lab.Tests.Benchmarks.Machine;

public sealed class MachineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Fingerprint_SameMachine_IsTheSameAndADifferentOneIsNot()
    {
        var machine = MachineFingerprint.Current();

        machine.Id.ShouldBe(MachineFingerprint.Current().Id);
        machine.Id.ShouldNotBe((machine with { Cores = machine.Cores + 1 }).Id);
        machine.Id.Length.ShouldBe(16);
    }

    [Fact]
    public void NoiseProbe_Always_IsAShareNotBelowZero() => NoiseProbe.Measure(TimeProvider.System).ShouldBeGreaterThanOrEqualTo(0);

    [Fact]
    public async Task ReadAsync_OutsideARepository_KnowsNothing() =>
        (await SourceRevision.ReadAsync(_folder.Path)).ShouldBe(new SourceRevision(null, null, false));

    [Fact]
    public async Task ReadAsync_InARepository_KnowsCommitBranchAndChanges()
    {
        Git("init", "--quiet", "--initial-branch=trunk");
        await File.WriteAllTextAsync(_folder.File("a"), "1");
        Git("add", "a");
        Git("-c", "user.name=T", "-c", "user.email=t@example.org", "commit", "--quiet", "-m", "first");

        var clean = await SourceRevision.ReadAsync(_folder.Path);
        await File.WriteAllTextAsync(_folder.File("a"), "2");
        var dirty = await SourceRevision.ReadAsync(_folder.Path);

        (clean.Commit!.Length, clean.Branch, clean.IsDirty).ShouldBe((40, "trunk", false));
        dirty.ShouldBe(clean with { IsDirty = true });
    }

    private void Git(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = _folder.Path })!;
        process.WaitForExit();
        process.ExitCode.ShouldBe(0);
    }
}
