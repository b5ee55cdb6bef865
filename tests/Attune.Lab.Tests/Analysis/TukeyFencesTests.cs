using Attune.Lab.Analysis;

namespace Attune.Lab.Tests.Analysis;

public class TukeyFencesTests
{
    [Fact]
    public void Of_KnownQuartiles_LiesOneAndAHalfRangesBeyond()
    {
        var fences = TukeyFences.Of([5, 1, 2, 4, 3]);
        fences.ShouldBe(new TukeyFences(-1, 7));
        fences.IsOutlier(7).ShouldBeFalse();
        fences.IsOutlier(7.01).ShouldBeTrue();
        fences.IsOutlier(-1.01).ShouldBeTrue();
    }
}
