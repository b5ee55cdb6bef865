using Attune.Streaming.Windows.Operators;

namespace Attune.Streaming.Windows;

/// <summary>Windows of equal size that follow each other without gap or overlap, aligned to 1970-01-01T00:00Z.</summary>
public sealed class TumblingWindows : WindowShape
{
    private readonly WindowGrid _grid;

    /// <summary>Makes windows [offset + n·size, offset + (n + 1)·size).</summary>
    /// <param name="size">Length, positive.</param>
    /// <param name="offset">Moves all windows; 0 or more and less than <paramref name="size"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is not as described.</exception>
    public TumblingWindows(TimeSpan size, TimeSpan offset = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(size, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(offset, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(offset, size);
        (Size, Offset) = (size, offset);
        _grid = new WindowGrid(size.Ticks, size.Ticks, offset.Ticks);
    }

    /// <summary>Length of a window.</summary>
    public TimeSpan Size { get; }

    /// <summary>How far all windows are moved.</summary>
    public TimeSpan Offset { get; }

    /// <summary>The one window that holds <paramref name="timestamp"/>. At the edges of <see cref="DateTime"/> it is cut off.</summary>
    public TimeWindow WindowOf(DateTime timestamp) => _grid.WindowAt(_grid.LastStart(timestamp.Ticks));
}
