using Attune.Measurement.Statistics;
using MathNet.Numerics.Distributions;

namespace Attune.Core.Tests.Measurement.Statistics;

public class NormalDistributionTests
{
    [Fact]
    public void UpperTail_AgreesWithMathNet()
    {
        for (var z = -6.0; z <= 20; z += 0.037)
        {
            var exact = Normal.CDF(0, 1, -z);
            NormalDistribution.UpperTail(z).ShouldBe(exact, exact * 1e-12);
        }
    }

    [Fact]
    public void Quantile_AgreesWithMathNet()
    {
        for (var p = 0.0005; p < 1; p += 0.0013)
        {
            NormalDistribution.Quantile(p).ShouldBe(Normal.InvCDF(0, 1, p), 1e-9);
        }
    }
}
