using Attune.Lab.Load;
using Attune.Measurement;

namespace Attune.Lab.Tests.Load.Thresholds;

public class LoadThresholdTests
{
    private static readonly LoadTotals Totals = new(Succeeded: 99, Failed: 1, NotSent: 3, TimeSpan.FromSeconds(2), Latencies());

    [Theory]
    [InlineData("p95 < 100ms", true, "95 ms")]
    [InlineData("p95<=90ms", false, "95 ms")]
    [InlineData("p99.9 < 0.2s", true, "100 ms")]
    [InlineData("max >= 100ms", true, "100 ms")]
    [InlineData("mean > 1s", false, "50.5 ms")]
    [InlineData("success >= 99%", true, "99 %")]
    [InlineData("success > 99 %", false, "99 %")]
    [InlineData("rate >= 50/s", true, "50/s")]
    [InlineData("rate > 50/s", false, "50/s")]
    [InlineData("errors < 1", false, "1")]
    [InlineData("errors <= 1", true, "1")]
    [InlineData("not_sent <= 2", false, "3")]
    public void Evaluate_Figure_IsCompared(string text, bool passed, string measured)
    {
        var result = LoadThreshold.Parse(text).Evaluate(Totals);
        result.Text.ShouldBe(text);
        result.Passed.ShouldBe(passed);
        if (text.StartsWith('p'))
        {
            // Percentiles of the histogram are within 1 %.
            Milliseconds(result.Measured).ShouldBe(Milliseconds(measured), 0.01 * Milliseconds(measured));
        }
        else
        {
            result.Measured.ShouldBe(measured);
        }
    }

    [Theory]
    [InlineData("p95 < 1s")]
    [InlineData("success >= 1%")]
    public void Evaluate_WithoutData_IsNotKept(string text) =>
        LoadThreshold.Parse(text).Evaluate(new LoadTotals(0, 0, 0, TimeSpan.Zero, HistogramSnapshot.Empty)).ShouldBe(new ThresholdResult(text, "no data", Passed: false));

    [Theory]
    [InlineData("")]
    [InlineData("p95")]
    [InlineData("p101 < 1s")]
    [InlineData("p95 < 500")]
    [InlineData("p95 == 5s")]
    [InlineData("success >= 0.99")]
    [InlineData("rate > 900")]
    [InlineData("speed > 900/s")]
    [InlineData("errors < ten")]
    public void Parse_SomethingElse_IsAnError(string text) =>
        Should.Throw<LoadException>(() => LoadThreshold.Parse(text)).Message.ShouldStartWith($"thresholds: '{text}' is not a threshold such as p95 < 500ms");

    private static double Milliseconds(string text) => double.Parse(text.Split(' ')[0]);

    private static HistogramSnapshot Latencies()
    {
        var histogram = new LatencyHistogram();
        for (var i = 1; i <= 100; i++)
        {
            histogram.RecordSeconds(i / 1000.0);
        }

        return histogram.Snapshot();
    }
}
