using System.Text;
using Attune.Streaming.Checkpoints.Files;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Streaming.Tests.Checkpoints.Files;

public sealed class Crc32CTests
{
    [Theory]
    [InlineData("", 0x00000000u)]
    [InlineData("a", 0xC1D04330u)]
    [InlineData("123456789", 0xE3069283u)]
    public void Of_KnownTexts_GivesTheKnownSums(string text, uint sum) => Crc32C.Of(Encoding.ASCII.GetBytes(text)).ShouldBe(sum);

    [Fact]
    public void Of_32Zeros_GivesTheSumOfRfc3720() => Crc32C.Of(new byte[32]).ShouldBe(0x8A9136AAu);

    [Fact]
    public void Add_InPieces_GivesTheSumOfTheWhole() => Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), ArbMap.Default.ArbFor<byte>(), (bytes, at) =>
    {
        var split = bytes.Length == 0 ? 0 : at % bytes.Length;
        var crc = default(Crc32C);
        crc.Add(bytes.AsSpan(0, split));
        crc.Add(bytes.AsSpan(split));
        return crc.Value == Crc32C.Of(bytes) && crc.Value == BitByBit(bytes);
    }).QuickCheckThrowOnFailure();

    private static uint BitByBit(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var each in bytes)
        {
            crc ^= each;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0x82F63B78;
            }
        }

        return ~crc;
    }
}
