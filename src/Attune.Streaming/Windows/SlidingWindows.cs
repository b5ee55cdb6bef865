namespace Attune.Streaming.Windows;

/// <summary>Windows of equal size that begin every <see cref="Slide"/> and overlap; each event lies in size ÷ slide of them.</summary>
public sealed class SlidingWindows : WindowShape
{
    /// <summary>Makes windows [offset + n·slide, offset + n·slide + size), aligned to 1970-01-01T00:00Z.</summary>
    /// <param name="size">Length, positive.</param>
    /// <param name="slide">Distance of two beginnings, positive; divides <paramref name="size"/>.</param>
    /// <param name="offset">Moves all windows; 0 or more and less than <paramref name="slide"/>.</param>
    /// <exception cref="ArgumentException">An argument is not as described.</exception>
    public SlidingWindows(TimeSpan size, TimeSpan slide, TimeSpan offset = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(size, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(slide, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(offset, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(offset, slide);
        if (size.Ticks % slide.Ticks != 0)
        {
            throw new ArgumentException($"The slide {slide} does not divide the size {size}.", nameof(slide));
        }

        (Size, Slide, Offset) = (size, slide, offset);
    }

    /// <summary>Length of a window.</summary>
    public TimeSpan Size { get; }

    /// <summary>Distance of two beginnings.</summary>
    public TimeSpan Slide { get; }

    /// <summary>How far all windows are moved.</summary>
    public TimeSpan Offset { get; }
}
