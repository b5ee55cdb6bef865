using Attune.Streaming.Checkpoints;
using Attune.Streaming.Checkpoints.Files;
using Attune.Testing;

namespace Attune.Streaming.Tests.Checkpoints.Files;

public sealed class CheckpointFileTests
{
    [Fact]
    public void LargeState_IsWrittenWithoutACopyAndReadWithOne()
    {
        const int size = 32 << 20;
        using var folder = new TemporaryFolder();
        var checkpoint = new Checkpoint(1, DateTimeOffset.UnixEpoch, default, default, new Dictionary<string, IReadOnlyList<ReadOnlyMemory<byte>>> { ["1-window"] = [new byte[size]] });
        CheckpointFile.Write(folder.File("warm"), "large", checkpoint, default);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var written = CheckpointFile.Write(folder.File("file"), "large", checkpoint, default);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(size / 100);
        written.ShouldBe(new FileInfo(folder.File("file")).Length);

        before = GC.GetAllocatedBytesForCurrentThread();
        CheckpointFile.Read(folder.File("file"), "large", default).States["1-window"][0].Length.ShouldBe(size);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(size + (size / 100));
    }

    [Fact]
    public void StateWriter_ThatKnowsItsSize_AllocatesOnce()
    {
        const int size = 100 << 20;
        var piece = new byte[1 << 20];
        var before = GC.GetAllocatedBytesForCurrentThread();
        Fill(new StateWriter(size + (size / 16)));
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(size + (size / 10));

        void Fill(StateWriter writer)
        {
            for (var i = 0; i < (size / piece.Length) - 1; i++)
            {
                writer.WriteBytes(piece);
            }
        }
    }
}
