namespace Attune.Streaming.Windows;

/// <summary>Says which windows an instant belongs to. Implementations are immutable.</summary>
public interface IWindowAssigner
{
    /// <summary>Adds the windows of <paramref name="timestamp"/> to <paramref name="windows"/>.</summary>
    void Assign(DateTime timestamp, ICollection<TimeWindow> windows);
}
