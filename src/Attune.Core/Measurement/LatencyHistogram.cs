namespace Attune.Measurement;

/// <summary>A histogram of durations from 1 microsecond to 1 hour, at most 1 % off at any percentile. Its snapshots are in seconds.</summary>
/// <remarks>
/// Thread-safe, lock-free, and without allocation per record; see <see cref="ValueHistogram"/> for layout and memory. All 32 powers of
/// two of the range take 16 KB a stripe; a service whose latencies stay between 1 and 64 ms takes about 4 KB for each processor.
/// </remarks>
public sealed class LatencyHistogram
{
    /// <summary>Shortest duration told apart, in seconds; shorter ones count as this one.</summary>
    public const double LowestSeconds = 1e-6;

    /// <summary>Longest duration told apart, in seconds; longer ones count as this one.</summary>
    public const double HighestSeconds = 3600;

    private readonly ValueHistogram _seconds = new(LowestSeconds, HighestSeconds);
    private long _belowRange;

    /// <inheritdoc cref="ValueHistogram.Count"/>
    public long Count => _seconds.Count;

    /// <summary>How many durations lay outside the range and were moved to its nearest end.</summary>
    public long ClampedCount => _seconds.ClampedCount + Interlocked.Read(ref _belowRange);

    /// <summary>Counts one duration.</summary>
    public void Record(TimeSpan duration) => RecordSeconds(duration.Ticks / (double)TimeSpan.TicksPerSecond);

    /// <summary>Counts one duration, in microseconds.</summary>
    public void RecordMicroseconds(long microseconds) => RecordSeconds(microseconds / 1e6);

    /// <summary>Counts one duration, in seconds.</summary>
    /// <exception cref="ArgumentException"><paramref name="seconds"/> is not a number.</exception>
    public void RecordSeconds(double seconds)
    {
        if (seconds < LowestSeconds)
        {
            Interlocked.Increment(ref _belowRange);
            seconds = LowestSeconds;
        }

        _seconds.Record(seconds);
    }

    /// <summary>Adds everything that <paramref name="other"/> holds now; it stays as it is.</summary>
    public void Add(LatencyHistogram other)
    {
        ArgumentNullException.ThrowIfNull(other);
        _seconds.Add(other._seconds);
        Interlocked.Add(ref _belowRange, Interlocked.Read(ref other._belowRange));
    }

    /// <summary>Adds everything in <paramref name="snapshot"/>, which must be in seconds.</summary>
    public void Add(HistogramSnapshot snapshot) => _seconds.Add(snapshot);

    /// <inheritdoc cref="ValueHistogram.Reset"/>
    public void Reset()
    {
        _seconds.Reset();
        Interlocked.Exchange(ref _belowRange, 0);
    }

    /// <summary>Copies the present state, in seconds. Durations recorded meanwhile may or may not be in it.</summary>
    public HistogramSnapshot Snapshot() => _seconds.Snapshot();
}
