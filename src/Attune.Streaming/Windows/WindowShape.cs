namespace Attune.Streaming.Windows;

/// <summary>How time is cut into windows: <see cref="TumblingWindows"/>, <see cref="SlidingWindows"/>, <see cref="SessionWindows"/> or <see cref="GlobalWindow"/>.</summary>
public abstract class WindowShape
{
    private protected WindowShape()
    {
    }
}
