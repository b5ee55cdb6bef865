using System.Globalization;
using System.Runtime.InteropServices;
using Attune.Streaming.Partitions;
using Attune.Streaming.Pipelines.Keys;

namespace Attune.Streaming.Tests.Pipelines.Keys;

public sealed class KeyHashTests
{
    [Fact]
    public void Hash_IsTheSameInEveryProcess()
    {
        // A checkpoint of an older version finds its workers only as long as these stay.
        KeyHash<int>.Of(42, null).ShouldBe(2957093483u);
        KeyHash<long>.Of(42, null).ShouldBe(2957093483u);
        KeyHash<string>.Of("Ada", null).ShouldBe(2596442332u);
        KeyHash<Guid>.Of(new Guid("6f9619ff-8b86-d011-b42d-00c04fc964ff"), null).ShouldBe(2162273205u);
        KeyHash<(int, string)>.Of((1, "b"), null).ShouldBe(2203630012u);
    }

    [Fact]
    public void EqualKeys_HaveEqualHashes()
    {
        KeyHash<double>.Of(0.0, null).ShouldBe(KeyHash<double>.Of(-0.0, null));
        KeyHash<decimal>.Of(1.0m, null).ShouldBe(KeyHash<decimal>.Of(1.000m, null));
        KeyHash<(double, int?)>.Of((0.0, null), null).ShouldBe(KeyHash<(double, int?)>.Of((-0.0, null), null));
        KeyHash<Padded>.Of(new Padded(1, 2), null).ShouldBe(KeyHash<Padded>.Of(new Padded(1, 2), null));
        KeyHash<Named>.Of(new Named(new string('a', 3), 2), null).ShouldBe(KeyHash<Named>.Of(new Named("aaa", 2), null));
    }

    [Fact]
    public void Hash_DoesNotDependOnTheCulture()
    {
        var (before, hash) = (CultureInfo.CurrentCulture, KeyHash<decimal>.Of(1.5m, null));
        var other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        other.NumberFormat.NumberDecimalSeparator = ",";
        try
        {
            CultureInfo.CurrentCulture = other;
            KeyHash<decimal>.Of(1.5m, null).ShouldBe(hash);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    public void Keys_AreSpreadEvenly(int partitions)
    {
        Spread(Enumerable.Range(0, 10_000).Select(i => KeyHash<int>.Of(i, null)), partitions);
        Spread(Enumerable.Range(0, 10_000).Select(i => KeyHash<long>.Of(i * 1024L, null)), partitions);
        Spread(Enumerable.Range(0, 10_000).Select(i => KeyHash<string>.Of($"user-{i}", null)), partitions);
        Spread(Enumerable.Range(0, 10_000).Select(i => KeyHash<(int, int)>.Of((i / 100, i % 100), null)), partitions);
        Spread(Enumerable.Range(0, 10_000).Select(i => KeyHash<Guid>.Of(new Guid(i, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), null)), partitions);
    }

    private static void Spread(IEnumerable<uint> hashes, int partitions)
    {
        var counts = new int[partitions];
        foreach (var hash in hashes)
        {
            counts[StableHash.Partition(hash, partitions)]++;
        }

        // Five standard deviations of a fair spread.
        var mean = 10_000.0 / partitions;
        counts.ShouldAllBe(count => Math.Abs(count - mean) < 5 * Math.Sqrt(mean));
    }

    private sealed record Named(string Name, int Number);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Padded(byte Small, long Large);
}
