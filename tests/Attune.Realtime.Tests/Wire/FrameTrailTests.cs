using Attune.Realtime.Wire;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Realtime.Tests.Wire;

public class FrameTrailTests
{
    private static readonly int[] Lengths = [0, 1, 5, 125, 126, 300];

    private static Gen<RawFrame> Frames =>
        from opcode in Gen.Elements(0, 1, 2, 9, 10)
        from length in Gen.Frequency((30, Gen.Elements(Lengths)), (1, Gen.Elements(65_535, 65_536)))
        from filler in Gen.Choose(0, 255)
        select new RawFrame(opcode, [.. Enumerable.Repeat((byte)filler, length)]);

    private static Gen<List<RawFrame>> Streams => Frames.ListOf().Select(frames => frames.Take(12).ToList());

    private static Gen<int[]> Cuts => Gen.Elements(1, 2, 3, 7, 125, 4096, 100_000).NonEmptyListOf().Select(cuts => cuts.ToArray());

    [Fact]
    public void SoundFrames_AreFollowedWhateverTheChunks() =>
        Prop.ForAll(Streams.ToArbitrary(), Cuts.ToArbitrary(), (frames, cuts) =>
        {
            var trail = new FrameTrail();
            byte[] bytes = [.. frames.SelectMany(frame => frame.ToBytes())];
            Follow(ref trail, bytes, cuts).ShouldBe(bytes.Length);
            (trail.IsLost, trail.CloseSeen).ShouldBe((false, false));
            Follow(ref trail, RawFrame.Close(1000).ToBytes(), cuts);
            (trail.IsLost, trail.CloseSeen).ShouldBe((false, true));
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(5, false, 0)]
    [InlineData(125, true, 2)]
    [InlineData(125, true, 8)]
    [InlineData(126, true, 8)]
    [InlineData(65_535, true, 8)]
    [InlineData(126, false, 2)]
    public void BrokenFrame_EndsTheTrailBeforeIt(int length, bool masked, int lengthBytes) =>
        Prop.ForAll(Streams.ToArbitrary(), Cuts.ToArbitrary(), (frames, cuts) =>
        {
            byte[] sound = [.. frames.SelectMany(frame => frame.ToBytes())];
            byte[] bytes = [.. sound, .. new RawFrame(8, new byte[length]).ToBytes(masked, lengthBytes), 1, 2, 3];
            var trail = new FrameTrail();
            // Where a chunk ended within its header, that much of the broken frame went by.
            Follow(ref trail, bytes, cuts).ShouldBeInRange(sound.Length, sound.Length + 13);
            (trail.IsLost, trail.CloseSeen).ShouldBe((true, false));

            var inOne = new FrameTrail();
            inOne.Follow(bytes).ShouldBe(sound.Length);
            inOne.Follow([0x81]).ShouldBe(0);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void LengthBeyondSixtyThreeBits_IsLost()
    {
        var trail = new FrameTrail();
        trail.Follow([0x81, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4]).ShouldBe(0);
        trail.IsLost.ShouldBeTrue();
    }

    [Fact]
    public void Close_IsSeenOnlyWhenItIsWhole()
    {
        var trail = new FrameTrail();
        var close = RawFrame.Close(1000).ToBytes();
        trail.Follow(close.AsSpan(..^1)).ShouldBe(close.Length - 1);
        trail.CloseSeen.ShouldBeFalse();
        trail.Follow(close.AsSpan(^1..)).ShouldBe(1);
        trail.CloseSeen.ShouldBeTrue();
    }

    private static int Follow(ref FrameTrail trail, ReadOnlySpan<byte> bytes, int[] cuts)
    {
        var sound = 0;
        for (var i = 0; !bytes.IsEmpty && !trail.IsLost; i++)
        {
            var chunk = bytes[..Math.Min(cuts[i % cuts.Length], bytes.Length)];
            sound += trail.Follow(chunk);
            bytes = bytes[chunk.Length..];
        }

        return sound;
    }
}
