namespace Attune.Lab.Load;

/// <summary>A piecewise linear load over time, with its integral: how many requests are due by when.</summary>
/// <remarks>
/// In a stage that goes from rate a to b in d seconds, x seconds hold n = ax + sx²/2 requests with s = (b − a)/d. The inverse is written
/// x = 2n / (a + √(a² + 2sn)), which cancels nothing and serves constant rates too.
/// </remarks>
internal sealed class RateCurve
{
    private readonly (double Start, double Count, double From, double Slope, double Seconds)[] _pieces;

    public RateCurve(IEnumerable<LoadStage> stages)
    {
        var pieces = new List<(double, double, double, double, double)>();
        foreach (var stage in stages)
        {
            var seconds = stage.Duration.TotalSeconds;
            pieces.Add((Seconds, Count, stage.From, (stage.To - stage.From) / seconds, seconds));
            Seconds += seconds;
            Count += (stage.From + stage.To) / 2 * seconds;
        }

        _pieces = [.. pieces];
    }

    /// <summary>Length in seconds.</summary>
    public double Seconds { get; }

    /// <summary>Requests due in all; the integral of the curve.</summary>
    public double Count { get; }

    /// <summary>The load at a time; that of the last moment afterwards.</summary>
    public double LevelAt(double seconds)
    {
        var piece = _pieces[Find(seconds, piece => piece.Start)];
        return piece.From + piece.Slope * Math.Clamp(seconds - piece.Start, 0, piece.Seconds);
    }

    /// <summary>The time in seconds by which <paramref name="count"/> requests were due.</summary>
    public double TimeOf(double count)
    {
        var piece = _pieces[Find(count, piece => piece.Count)];
        var n = count - piece.Count;
        return n <= 0
            ? piece.Start
            : piece.Start + Math.Min(piece.Seconds, 2 * n / (piece.From + Math.Sqrt(Math.Max(0, piece.From * piece.From + 2 * piece.Slope * n))));
    }

    private int Find(double value, Func<(double Start, double Count, double From, double Slope, double Seconds), double> key)
    {
        var (low, high) = (0, _pieces.Length - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = key(_pieces[middle]) <= value ? (middle, high) : (low, middle - 1);
        }

        return low;
    }
}
