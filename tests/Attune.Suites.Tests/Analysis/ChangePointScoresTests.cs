using System.Text.Json;
using Attune.Lab.Analysis;
using Attune.Suites.Analysis;

namespace Attune.Suites.Tests.Analysis;

public class ChangePointScoresTests
{
    [Fact]
    public void F1_TwoPeopleWhoDiffer_TakesEveryonesPointsForPrecisionAndEachOnesForRecall()
    {
        // Found {0, 10, 50} against {0, 12} and {0, 30}: precision 2/3, recall (1 + 1/2) / 2.
        ChangePointScores.F1([[12], [30]], [10, 50]).ShouldBe(2 * (2 / 3.0) * 0.75 / ((2 / 3.0) + 0.75), 1e-12);
        ChangePointScores.F1([[10]], [16]).ShouldBe(0.5, 1e-12);
        ChangePointScores.F1([[10]], [15]).ShouldBe(1);
    }

    [Fact]
    public void F1_TwoPointsNearOneFoundPoint_MatchItOnce() => ChangePointScores.F1([[10, 12]], [11]).ShouldBe(2 * 1 * (2 / 3.0) / (1 + (2 / 3.0)), 1e-12);

    [Fact]
    public void Cover_HalvesAgainstOnePiece_IsTheBestOverlap()
    {
        ChangePointScores.Cover([[50]], [], 100).ShouldBe(0.5);
        ChangePointScores.Cover([[]], [50], 100).ShouldBe(0.5);
        ChangePointScores.Cover([[50], []], [50], 100).ShouldBe(0.75);
    }

    [SkippableFact]
    public void Scores_WithoutAnyChangePoint_AreThePublishedOnesOfEverySeries()
    {
        var folder = Folder();
        using var published = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "published_default_scores.json")));
        var all = AnnotatedSeries.LoadAll(folder);
        all.Count.ShouldBe(16);
        foreach (var series in all)
        {
            var scores = published.RootElement.GetProperty(series.Name);
            ChangePointScores.Cover(series.Annotations, [], series.Values.Length).ShouldBe(scores.GetProperty("cover").GetProperty("zero").GetDouble(), 0.0005001, series.Name);
            ChangePointScores.F1(series.Annotations, []).ShouldBe(scores.GetProperty("f1").GetProperty("zero").GetDouble(), 0.0005001, series.Name);
        }
    }

    [SkippableTheory]
    [InlineData(2.75)]
    [InlineData(3)]
    [InlineData(3.25)]
    public void Detector_AllSeriesWithOneSetting_AgreesWithPeopleBetterThanTheBestPublishedDefault(double penalty)
    {
        var all = AnnotatedSeries.LoadAll(Folder());
        var found = all.Select(series => ChangePointDetector.Detect(series.Values, new ChangePointOptions { Penalty = penalty }).Select(point => point.Index).ToList()).ToList();
        all.Zip(found).Average(pair => ChangePointScores.Cover(pair.First.Annotations, pair.Second, pair.First.Values.Length)).ShouldBeGreaterThan(0.76);
        all.Zip(found).Average(pair => ChangePointScores.F1(pair.First.Annotations, pair.Second)).ShouldBeGreaterThan(0.80);
    }

    private static string Folder()
    {
        var folder = SharedData.Find(AnnotatedSeries.Folder);
        Skip.If(folder is null, "the data set shared/data/changepoints/tcpd is absent");
        return folder!;
    }
}
