using System.Runtime.InteropServices;

namespace Attune.Streaming.Windows.Operators;

/// <summary>Bounds a pool: what is free and what is in use come to at most the number that was in use at once of late.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct PoolSize
{
    private const int Spare = 16;
    private const int ReturnsPerDecay = 4096;
    private int _used;
    private int _peak;
    private int _returns;

    public void Rented() => _peak = Math.Max(_peak, ++_used);

    /// <summary>Whether the pool keeps what comes back, when it holds <paramref name="free"/> already.</summary>
    public bool Returned(int free)
    {
        _used--;
        if (++_returns == ReturnsPerDecay)
        {
            // A burst long ago must not keep its memory for good.
            (_returns, _peak) = (0, Math.Max(_used, _peak - (_peak / 8)));
        }

        return _used + free < _peak + Spare;
    }
}
