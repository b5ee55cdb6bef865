using Attune.Measurement.Histograms;

namespace Attune.Core.Tests.Measurement.Histograms;

public class HistogramStripeTests
{
    // A whole histogram spreads its writers over stripes, so that they hardly ever meet: one stripe makes them.
    [Fact]
    public void Record_ManyThreadsOneBucket_LosesNothing()
    {
        const int threads = 4;
        const int each = 250_000;
        var stripe = new HistogramStripe(LogLinearBuckets.OctaveOf(LogLinearBuckets.IndexOf(1)), octaves: 1);
        using var start = new Barrier(threads);
        var workers = Enumerable.Range(0, threads).Select(number => new Thread(() =>
        {
            start.SignalAndWait();
            for (var i = 0; i < each; i++)
            {
                stripe.Record(1.5);
                stripe.RecordZero();
                stripe.CountClamped(1);
            }
        })).ToArray();

        Array.ForEach(workers, worker => worker.Start());
        Array.ForEach(workers, worker => worker.Join());

        stripe.CountAll().ShouldBe(2 * threads * each);
        stripe.Zeros.ShouldBe(threads * each);
        stripe.Clamped.ShouldBe(threads * each);
        stripe.Sum.ShouldBe(1.5 * threads * each);
        (stripe.Min, stripe.Max).ShouldBe((0, 1.5));
    }
}
