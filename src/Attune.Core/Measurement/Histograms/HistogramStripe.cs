using System.Runtime.InteropServices;

namespace Attune.Measurement.Histograms;

/// <summary>One processor's share of a histogram: any thread may write it, contention is merely rare.</summary>
internal sealed class HistogramStripe
{
    private readonly int _firstOctave;
    private readonly long[]?[] _pages;
    private Totals _totals = new() { Min = double.PositiveInfinity, Max = double.NegativeInfinity };

    public HistogramStripe(int firstOctave, int octaves)
    {
        _firstOctave = firstOctave;
        _pages = new long[octaves][];
    }

    public long Clamped => Volatile.Read(ref _totals.Clamped);

    public long Zeros => Volatile.Read(ref _totals.Zeros);

    public double Sum => Volatile.Read(ref _totals.Sum);

    public double Min => Volatile.Read(ref _totals.Min);

    public double Max => Volatile.Read(ref _totals.Max);

    public void CountClamped(long count) => Interlocked.Add(ref _totals.Clamped, count);

    public void Record(double value)
    {
        // The bucket comes last: whoever sees the count also sees the extremes and the sum that belong to it.
        AtomicDouble.Min(ref _totals.Min, value);
        AtomicDouble.Max(ref _totals.Max, value);
        AtomicDouble.Add(ref _totals.Sum, value);
        Interlocked.Increment(ref BucketOf(LogLinearBuckets.IndexOf(value)));
    }

    public void RecordZero()
    {
        AtomicDouble.Min(ref _totals.Min, 0);
        AtomicDouble.Max(ref _totals.Max, 0);
        Interlocked.Increment(ref _totals.Zeros);
    }

    public void Add(double min, double max, double sum)
    {
        AtomicDouble.Min(ref _totals.Min, min);
        AtomicDouble.Max(ref _totals.Max, max);
        AtomicDouble.Add(ref _totals.Sum, sum);
    }

    public void AddZeros(long count) => Interlocked.Add(ref _totals.Zeros, count);

    public void AddBucket(int index, long count) => Interlocked.Add(ref BucketOf(index), count);

    public long CountAll()
    {
        var count = Zeros;
        foreach (ref var page in _pages.AsSpan())
        {
            foreach (ref var bucket in Volatile.Read(ref page).AsSpan())
            {
                count += Volatile.Read(ref bucket);
            }
        }

        return count;
    }

    /// <summary>Adds this stripe's buckets to <paramref name="counts"/>, which covers the whole range of the histogram.</summary>
    public void CopyTo(Span<long> counts)
    {
        for (var octave = 0; octave < _pages.Length; octave++)
        {
            var page = Volatile.Read(ref _pages[octave]).AsSpan();
            var target = counts.Slice(octave * LogLinearBuckets.PerOctave, LogLinearBuckets.PerOctave);
            for (var slot = 0; slot < page.Length; slot++)
            {
                target[slot] += Volatile.Read(ref page[slot]);
            }
        }
    }

    public void Reset()
    {
        foreach (ref var page in _pages.AsSpan())
        {
            foreach (ref var bucket in Volatile.Read(ref page).AsSpan())
            {
                Interlocked.Exchange(ref bucket, 0);
            }
        }

        Interlocked.Exchange(ref _totals.Zeros, 0);
        Interlocked.Exchange(ref _totals.Clamped, 0);
        Interlocked.Exchange(ref _totals.Sum, 0);
        Interlocked.Exchange(ref _totals.Min, double.PositiveInfinity);
        Interlocked.Exchange(ref _totals.Max, double.NegativeInfinity);
    }

    private ref long BucketOf(int index)
    {
        ref var page = ref _pages[LogLinearBuckets.OctaveOf(index) - _firstOctave];
        var buckets = Volatile.Read(ref page) ?? AllocatePage(ref page);
        return ref buckets[LogLinearBuckets.SlotOf(index)];
    }

    private static long[] AllocatePage(ref long[]? page)
    {
        var fresh = new long[LogLinearBuckets.PerOctave];
        return Interlocked.CompareExchange(ref page, fresh, null) ?? fresh;
    }

    /// <summary>Padded on both sides so that two stripes never write the same cache line.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 192)]
    private struct Totals
    {
        [FieldOffset(64)]
        public double Sum;

        [FieldOffset(72)]
        public double Min;

        [FieldOffset(80)]
        public double Max;

        [FieldOffset(88)]
        public long Zeros;

        [FieldOffset(96)]
        public long Clamped;
    }
}
