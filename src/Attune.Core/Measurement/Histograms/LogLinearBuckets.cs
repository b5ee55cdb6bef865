namespace Attune.Measurement.Histograms;

/// <summary>The bucket grid that every histogram shares: 64 equal buckets for each power of two.</summary>
/// <remarks>
/// A bucket's index is the top of the value's IEEE 754 bit pattern: the exponent and the first six bits of the fraction. That makes
/// the index one shift, and the same for all histograms, so snapshots merge without conversion. A bucket is at most 1/64 of its lower
/// bound wide, so its middle is at most 0.79 % away from any value in it.
/// </remarks>
public static class LogLinearBuckets
{
    /// <summary>Buckets per power of two.</summary>
    public const int PerOctave = 1 << SubBits;

    private const int SubBits = 6;
    private const int Shift = 52 - SubBits;

    /// <summary>Index of the bucket that holds <paramref name="value"/>, which must be positive and finite.</summary>
    public static int IndexOf(double value) => (int)(BitConverter.DoubleToInt64Bits(value) >> Shift);

    /// <summary>Number of the power of two that the bucket belongs to.</summary>
    public static int OctaveOf(int index) => index >> SubBits;

    /// <summary>Place of the bucket within its power of two.</summary>
    public static int SlotOf(int index) => index & (PerOctave - 1);

    /// <summary>Smallest value in the bucket.</summary>
    public static double LowerBound(int index) => BitConverter.Int64BitsToDouble((long)index << Shift);

    /// <summary>Smallest value above the bucket.</summary>
    public static double UpperBound(int index) => LowerBound(index + 1);

    /// <summary>The value that stands for all in the bucket: its middle.</summary>
    public static double Middle(int index) => LowerBound(index) + ((UpperBound(index) - LowerBound(index)) / 2);
}
