using Attune.Lab.Analysis.Segmentation;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Lab.Tests.Analysis.Segmentation;

public class OptimalPartitionTests
{
    private const double Penalty = 2;
    private const double Noise = 0.5;
    private const int MinLength = 3;

    [Fact]
    public void Find_ShortSeries_CostsNoMoreThanAnyOtherPartition() =>
        Prop.ForAll(Gen.Choose(-5, 5).Select(value => value / 2.0).ArrayOf(13).ToArbitrary(), values =>
        {
            var lines = new LineSegments([.. values.Select((_, i) => (double)i / values.Length)], values);
            var found = OptimalPartition.Find(lines, values.Length, Noise, Penalty, MinLength);
            var least = Partitions(0, values.Length).Min(starts => Cost(lines, starts, values.Length));
            Cost(lines, found, values.Length).ShouldBe(least, 1e-9);
        }).QuickCheckThrowOnFailure();

    private static IEnumerable<List<int>> Partitions(int start, int count)
    {
        yield return [];
        for (var next = start + MinLength; next <= count - MinLength; next++)
        {
            foreach (var rest in Partitions(next, count))
            {
                yield return [next, .. rest];
            }
        }
    }

    private static double Cost(LineSegments lines, List<int> starts, int count)
    {
        int[] bounds = [0, .. starts, count];
        return (Penalty * starts.Count) + bounds.Zip(bounds.Skip(1)).Sum(segment =>
            Math.Log((double)(segment.Second - segment.First) / count) + (lines.Rest(segment.First, segment.Second) / Noise));
    }
}
