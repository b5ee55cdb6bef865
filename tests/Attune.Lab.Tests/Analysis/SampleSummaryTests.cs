using Attune.Lab.Analysis;
using FsCheck;
using FsCheck.Fluent;
using MathNet.Numerics.Statistics;

namespace Attune.Lab.Tests.Analysis;

public class SampleSummaryTests
{
    private static readonly Gen<double[]> Figures = Gen.Choose(-1_000_000, 1_000_000).Select(value => value / 1000.0).NonEmptyListOf().Select(list => list.ToArray());

    [Fact]
    public void Of_AnyFigures_AgreesWithMathNet() => Prop.ForAll(Figures.ToArbitrary(), values =>
    {
        var summary = SampleSummary.Of(values);
        summary.Mean.ShouldBe(values.Mean(), 1e-6);
        summary.StandardDeviation.ShouldBe(values.Length > 1 ? values.StandardDeviation() : 0, 1e-6);
        summary.P50.ShouldBe(values.QuantileCustom(0.5, QuantileDefinition.R7), 1e-6);
        summary.P95.ShouldBe(values.QuantileCustom(0.95, QuantileDefinition.R7), 1e-6);
        summary.Max.ShouldBe(values.Max());
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Of_None_Throws() => Should.Throw<ArgumentException>(() => SampleSummary.Of([]));

    [Fact]
    public void Of_NotANumber_Throws() => Should.Throw<ArgumentException>(() => SampleSummary.Of([1, double.NaN]));
}
