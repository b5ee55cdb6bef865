namespace Attune.Lab.Load;

/// <summary>The times at which requests of an open model are due, one after the other.</summary>
/// <remarks>
/// Every worker walks the same sequence and takes its share of it, so a seed gives the same arrivals whatever the number of workers.
/// A Poisson process of changing rate is one of rate 1 whose times are mapped through the inverse of the rate's integral.
/// </remarks>
internal sealed class ArrivalSchedule
{
    private readonly RateCurve _curve;
    private readonly long _limit;
    private readonly int _stride;
    private readonly Random? _random;
    private double _position;

    /// <summary>A share of the arrivals: those numbered <paramref name="first"/>, <paramref name="first"/> + <paramref name="stride"/>, …</summary>
    public ArrivalSchedule(RateCurve curve, Arrivals arrivals, int seed, long limit, int first = 0, int stride = 1)
    {
        _curve = curve;
        _limit = limit;
        _stride = stride;
        _random = arrivals == Arrivals.Poisson ? new Random(seed) : null;
        _position = _random is null ? 0 : Gap();
        Sequence = 0;
        Skip(first);
    }

    /// <summary>Number of the next arrival, from 0.</summary>
    public long Sequence { get; private set; }

    /// <summary>When the next request is due, in seconds from the start of the curve; infinite when there is none.</summary>
    public double Next { get; private set; }

    /// <summary>Goes on to the arrival after the next.</summary>
    public void Advance() => Skip(_stride);

    private void Skip(int count)
    {
        Sequence += count;
        if (_random is null)
        {
            _position += count;
        }
        else
        {
            for (var i = 0; i < count; i++)
            {
                _position += Gap();
            }
        }

        // A stage whose rate × time is whole in decimal may fall a hair short or long of it in binary.
        Next = Sequence < _limit && _position < _curve.Count * (1 - 1e-12) ? _curve.TimeOf(_position) : double.PositiveInfinity;
    }

    private double Gap() => -Math.Log(1 - _random!.NextDouble());
}
