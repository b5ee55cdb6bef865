using Attune.Testing;

namespace Attune.Storage.Tests.Sqlite;

public sealed class SqliteReadOnlyFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private StorageOptions Options => new() { Path = _folder.File("at tune#1?100%.db") };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Open_FileThatNobodyHasOpen_LeavesItsFolderAsItWas()
    {
        await AppendAsync(1);
        Directory.GetFiles(_folder.Path).ShouldHaveSingleItem("a closed store is one file");
        var before = Snapshot();

        await using (var reader = Open())
        {
            (await reader.Events.CountRowsAsync()).Flows.ShouldBe(1);
            await reader.Maintenance.GetStatusAsync();
            Snapshot().ShouldBe(before, "while it is open");
        }

        Snapshot().ShouldBe(before);
    }

    [Fact]
    public async Task Read_AfterAWriterCameAndWent_SeesWhatItWrote()
    {
        await AppendAsync(1);
        await using var reader = Open();
        (await reader.Events.CountRowsAsync()).Flows.ShouldBe(1);

        await AppendAsync(2);
        (await reader.Events.CountRowsAsync()).Flows.ShouldBe(2);

        await using var writer = AttuneStorage.Open(Options);
        await writer.Events.AppendAsync(new EventBatch("test", [SampleEvents.Flow(3)], [], []));
        (await reader.Events.CountRowsAsync()).Flows.ShouldBe(3);
    }

    [Fact]
    public async Task Open_CopyOfAFileWhoseProcessDied_ReadsItsLogToo()
    {
        await using (var writer = AttuneStorage.Open(Options))
        {
            await writer.Events.AppendAsync(new EventBatch("test", [SampleEvents.Flow(1)], [], []));
            foreach (var suffix in new[] { "", "-wal" })
            {
                File.Copy(Options.Path + suffix, _folder.File($"copy.db{suffix}"));
            }
        }

        await using var reader = AttuneStorage.Open(new StorageSetup { Storage = new StorageOptions { Path = _folder.File("copy.db") }, ReadOnly = true });
        (await reader.Events.CountRowsAsync()).Flows.ShouldBe(1);
    }

    [Fact]
    public async Task Read_OfAFileThatIsNotThere_SaysSoAndMakesNone()
    {
        await using (var reader = Open())
        {
            (await Should.ThrowAsync<StorageException>(() => reader.Events.CountRowsAsync())).Message.ShouldContain("cannot be opened");
        }

        Directory.GetFileSystemEntries(_folder.Path).ShouldBeEmpty();
    }

    private AttuneStorage Open() => AttuneStorage.Open(new StorageSetup { Storage = Options, ReadOnly = true });

    private async Task AppendAsync(int number)
    {
        await using var store = AttuneStorage.Open(Options);
        await store.Events.AppendAsync(new EventBatch("test", [SampleEvents.Flow(number)], [], []));
    }

    private string Snapshot() => string.Join('\n', new DirectoryInfo(_folder.Path).GetFiles().OrderBy(file => file.Name, StringComparer.Ordinal)
        .Select(file => $"{file.Name} {file.Length} {file.LastWriteTimeUtc:O} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file.FullName)))}")
        .Prepend($"{Directory.GetLastWriteTimeUtc(_folder.Path):O}"));
}
