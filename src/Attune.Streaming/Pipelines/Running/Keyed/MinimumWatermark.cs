namespace Attune.Streaming.Pipelines.Running.Keyed;

/// <summary>The least of the watermarks of several senders. It only moves forwards.</summary>
internal sealed class MinimumWatermark
{
    private readonly long[] _watermarks;
    private long _minimum = long.MinValue;

    public MinimumWatermark(int senders)
    {
        _watermarks = new long[senders];
        Array.Fill(_watermarks, long.MinValue);
    }

    /// <summary>Moves one on; true if the minimum moved.</summary>
    public bool TryAdvance(int sender, long watermark, out long minimum)
    {
        _watermarks[sender] = Math.Max(_watermarks[sender], watermark);
        minimum = _watermarks.Min();
        if (minimum <= _minimum)
        {
            return false;
        }

        _minimum = minimum;
        return true;
    }
}
