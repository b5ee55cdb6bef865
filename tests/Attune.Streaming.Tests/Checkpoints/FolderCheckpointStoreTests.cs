using Attune.Streaming.Checkpoints;
using Attune.Testing;

namespace Attune.Streaming.Tests.Checkpoints;

public sealed class FolderCheckpointStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Load_AfterSave_GivesTheSameCheckpoint()
    {
        var saved = Sample(7, 300_000);
        await Store().SaveAsync("orders", saved, default);
        Same(await Store().LoadAsync("orders", null, default), saved);
    }

    [Fact]
    public async Task Load_WithoutAnyOrOfAnotherPipeline_GivesNull()
    {
        (await Store().LoadAsync("orders", null, default)).ShouldBeNull();
        await Store().SaveAsync("orders", Sample(1), default);
        (await Store().LoadAsync("payments", null, default)).ShouldBeNull();
    }

    [Fact]
    public async Task Load_AtMost_GivesTheNewestUpToThat()
    {
        foreach (var id in new long[] { 1, 2, 10 })
        {
            await Store().SaveAsync("orders", Sample(id), default);
        }

        (await Store().LoadAsync("orders", null, default))!.Id.ShouldBe(10);
        (await Store().LoadAsync("orders", 9, default))!.Id.ShouldBe(2);
        (await Store().LoadAsync("orders", 0, default)).ShouldBeNull();
    }

    [Fact]
    public async Task Save_OfANumberThatIsThere_ReplacesIt()
    {
        await Store().SaveAsync("orders", Sample(1, 10), default);
        var second = Sample(1, 20);
        await Store().SaveAsync("orders", second, default);
        Same(await Store().LoadAsync("orders", null, default), second);
    }

    [Fact]
    public async Task Prune_OldOnes_LeavesTheNewestTwo()
    {
        for (var id = 1; id <= 5; id++)
        {
            await Store().SaveAsync("orders", Sample(id), default);
        }

        await Store().PruneAsync("orders", 3, default);
        Names().ShouldBe(["3.checkpoint", "4.checkpoint", "5.checkpoint"]);
        await Store().PruneAsync("orders", long.MaxValue, default);
        Names().ShouldBe(["4.checkpoint", "5.checkpoint"]);
    }

    [Fact]
    public async Task Load_AnUnfinishedFile_RemovesIt()
    {
        await Store().SaveAsync("orders", Sample(1), default);
        await File.WriteAllTextAsync(_folder.File("orders/2.checkpoint.tmp"), "half");
        (await Store().LoadAsync("orders", null, default))!.Id.ShouldBe(1);
        Names().ShouldBe(["1.checkpoint"]);
    }

    [Fact]
    public async Task Load_AFileOfAnotherPipelineNumberOrVersion_UsesTheOneBeforeAndSaysWhy()
    {
        await Store().SaveAsync("orders", Sample(1), default);
        await Store().SaveAsync("payments", Sample(2), default);
        File.Copy(_folder.File("payments/2.checkpoint"), _folder.File("orders/2.checkpoint"));
        File.Copy(_folder.File("orders/1.checkpoint"), _folder.File("orders/3.checkpoint"));
        var newer = await File.ReadAllBytesAsync(_folder.File("orders/1.checkpoint"));
        newer[8] = 2;
        await File.WriteAllBytesAsync(_folder.File("orders/4.checkpoint"), newer);
        await File.WriteAllTextAsync(_folder.File("orders/5.checkpoint"), "");
        await File.WriteAllTextAsync(_folder.File("orders/6.checkpoint"), "something else altogether");

        var log = new ListLogger();
        (await new FolderCheckpointStore(_folder.Path, log).LoadAsync("orders", null, default))!.Id.ShouldBe(1);
        log.Lines.Count.ShouldBe(5);
        log.Lines[0].ShouldContain("does not begin");
        log.Lines[1].ShouldContain("only 0 bytes");
        log.Lines[2].ShouldContain("version 2");
        log.Lines[3].ShouldContain("it is checkpoint 1");
        log.Lines[4].ShouldContain("'payments'");
    }

    [Fact]
    public async Task Load_AnyDamage_GivesTheOlderCheckpointNeverAWrongOne()
    {
        var older = Sample(1, 500);
        await Store().SaveAsync("orders", older, default);
        await Store().SaveAsync("orders", Sample(2, 500), default);
        var file = _folder.File("orders/2.checkpoint");
        var sound = await File.ReadAllBytesAsync(file);
        var random = new Random(20260301);
        for (var round = 0; round < 2000; round++)
        {
            var damaged = Damage(sound, random, round);
            await File.WriteAllBytesAsync(file, damaged);
            Same(await Store().LoadAsync("orders", null, default), older);
        }

        await File.WriteAllBytesAsync(file, sound);
        (await Store().LoadAsync("orders", null, default))!.Id.ShouldBe(2);
        File.Delete(_folder.File("orders/1.checkpoint"));
        await File.WriteAllBytesAsync(file, sound[..^1]);
        (await Store().LoadAsync("orders", null, default)).ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData(".hidden")]
    [InlineData("../up")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a b")]
    [InlineData("a\0")]
    [InlineData("größe")]
    public async Task AnyCall_WithANameThatCouldBeAPath_IsRefused(string name)
    {
        await Should.ThrowAsync<ArgumentException>(async () => await Store().SaveAsync(name, Sample(1), default));
        await Should.ThrowAsync<ArgumentException>(async () => await Store().LoadAsync(name, null, default));
        await Should.ThrowAsync<ArgumentException>(async () => await Store().PruneAsync(name, 1, default));
        await Should.ThrowAsync<ArgumentException>(async () => await Store().SaveAsync(new string('a', 129), Sample(1), default));
        Directory.EnumerateFileSystemEntries(_folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task Save_WhereNoFolderCanBe_SaysSoAndLeavesNothing()
    {
        await File.WriteAllTextAsync(_folder.File("orders"), "a file stands in the way");
        (await Should.ThrowAsync<CheckpointException>(async () => await Store().SaveAsync("orders", Sample(1), default))).Message.ShouldContain("1 of 'orders'");
        Directory.EnumerateFileSystemEntries(_folder.Path).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Save_WhereTheFileCannotBe_LeavesNoUnfinishedFile()
    {
        Directory.CreateDirectory(_folder.File("orders/1.checkpoint/in-the-way"));
        await Should.ThrowAsync<CheckpointException>(async () => await Store().SaveAsync("orders", Sample(1), default));
        Directory.EnumerateFiles(_folder.File("orders")).ShouldBeEmpty();
    }

    private static byte[] Damage(byte[] sound, Random random, int round)
    {
        switch (round % 4)
        {
            case 0:
                return sound[..random.Next(sound.Length)];
            case 1:
                return [.. sound, .. new byte[random.Next(1, 20)]];
            case 2:
                var cut = random.Next(sound.Length - 1);
                return [.. sound[..cut], .. sound[(cut + 1)..]];
            default:
                var damaged = (byte[])sound.Clone();
                for (var flips = random.Next(1, 4); flips > 0; flips--)
                {
                    // Half of them in the part with the lengths.
                    var at = random.Next(random.Next(2) == 0 ? 120 : damaged.Length);
                    damaged[at] ^= (byte)random.Next(1, 256);
                }

                return damaged.AsSpan().SequenceEqual(sound) ? damaged[..1] : damaged;
        }
    }

    private static Checkpoint Sample(long id, int size = 10)
    {
        var random = new Random((int)id);
        return new Checkpoint(
            id,
            new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2)).AddTicks(id),
            Bytes(random, 9),
            Bytes(random, 0),
            new Dictionary<string, IReadOnlyList<ReadOnlyMemory<byte>>>
            {
                ["2-window"] = [Bytes(random, size), Bytes(random, 0), Bytes(random, (2 * size) + 1)],
                ["1-process"] = [Bytes(random, 3)],
                ["none"] = [],
            });
    }

    private static ReadOnlyMemory<byte> Bytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private static void Same(Checkpoint? left, Checkpoint right)
    {
        left.ShouldNotBeNull();
        (left.Id, left.CreatedAt).ShouldBe((right.Id, right.CreatedAt));
        left.CreatedAt.Offset.ShouldBe(right.CreatedAt.Offset);
        left.SourcePosition.ToArray().ShouldBe(right.SourcePosition.ToArray());
        left.Watermark.ToArray().ShouldBe(right.Watermark.ToArray());
        left.States.Keys.Order().ShouldBe(right.States.Keys.Order());
        foreach (var (name, pieces) in right.States)
        {
            left.States[name].Select(piece => Convert.ToHexString(piece.Span)).ShouldBe(pieces.Select(piece => Convert.ToHexString(piece.Span)));
        }
    }

    private FolderCheckpointStore Store() => new(_folder.Path);

    private IEnumerable<string?> Names() => Directory.EnumerateFiles(_folder.File("orders")).Select(Path.GetFileName).Order();
}
