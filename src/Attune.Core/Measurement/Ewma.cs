namespace Attune.Measurement;

/// <summary>An exponentially weighted moving average of samples that arrive at any times: a sample's weight halves every half-life.</summary>
/// <remarks>
/// The average is the weighted mean of all samples with weight 2^(-age / half-life), so it is unbiased from the first sample on, samples
/// of the same instant count equally, and late samples (explicit times) are weighted by their true age. Time alone does not move it.
/// Thread-safe through a short lock.
/// </remarks>
public sealed class Ewma
{
    private readonly TimeProvider _timeProvider;
    private readonly Lock _gate = new();
    private double _mean;
    private double _weight;
    private DateTimeOffset _latest;

    /// <summary>Creates an average without samples.</summary>
    /// <param name="halfLife">Time after which a sample's weight has halved; positive.</param>
    /// <param name="timeProvider">The clock for <see cref="Update(double)"/>; the system's when null.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="halfLife"/> is not positive.</exception>
    public Ewma(TimeSpan halfLife, TimeProvider? timeProvider = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(halfLife, TimeSpan.Zero);
        HalfLife = halfLife;
        _timeProvider = timeProvider ?? TimeProvider.System;
    }

    /// <summary>Time after which a sample's weight has halved.</summary>
    public TimeSpan HalfLife { get; }

    /// <summary>The average; null before the first sample.</summary>
    public double? Value
    {
        get
        {
            lock (_gate)
            {
                return _weight > 0 ? _mean : null;
            }
        }
    }

    /// <summary>Creates an average whose weights fall to 1/e in <paramref name="timeConstant"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeConstant"/> is not positive.</exception>
    public static Ewma FromTimeConstant(TimeSpan timeConstant, TimeProvider? timeProvider = null) =>
        new(timeConstant * Math.Log(2), timeProvider);

    /// <summary>Adds a sample taken now.</summary>
    /// <exception cref="ArgumentException"><paramref name="sample"/> is not finite: it would spoil the average for good.</exception>
    public void Update(double sample) => Update(sample, _timeProvider.GetUtcNow());

    /// <summary>Adds a sample taken at <paramref name="time"/>, which may lie before earlier samples.</summary>
    /// <exception cref="ArgumentException"><paramref name="sample"/> is not finite: it would spoil the average for good.</exception>
    public void Update(double sample, DateTimeOffset time)
    {
        if (!double.IsFinite(sample))
        {
            throw new ArgumentException("A sample must be a finite number.", nameof(sample));
        }

        lock (_gate)
        {
            var weight = 1.0;
            if (_weight > 0 && time < _latest)
            {
                weight = Decay(_latest - time);
            }
            else
            {
                _weight *= _weight > 0 ? Decay(time - _latest) : 1;
                _latest = time;
            }

            _weight += weight;
            _mean += (sample - _mean) * (weight / _weight);
        }
    }

    private double Decay(TimeSpan age) => Math.Pow(2, -(age / HalfLife));
}
