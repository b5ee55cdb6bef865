using Attune.Lab.Analysis.Segmentation;
using FsCheck;
using FsCheck.Fluent;
using MathNet.Numerics;

namespace Attune.Lab.Tests.Analysis.Segmentation;

public class LineSegmentsTests
{
    [Fact]
    public void Rest_AnyStretch_AgreesWithMathNet() =>
        Prop.ForAll(Samples.WithTies.Two().Select(pair => pair.Item1.Concat(pair.Item2).Append(1).ToArray()).ToArbitrary(), values =>
        {
            var x = values.Select((_, i) => (double)i / values.Length).ToArray();
            var lines = new LineSegments(x, values);
            for (var start = 0; start <= values.Length - 3; start++)
            {
                var (intercept, slope) = Fit.Line(x[start..], values[start..]);
                var residuals = new double[values.Length];
                lines.Residuals(start, values.Length, residuals);
                lines.Rest(start, values.Length).ShouldBe(residuals[start..].Sum(rest => rest * rest), 1e-9);
                residuals[^1].ShouldBe(values[^1] - intercept - (slope * x[^1]), 1e-9);
            }
        }).QuickCheckThrowOnFailure();
}
