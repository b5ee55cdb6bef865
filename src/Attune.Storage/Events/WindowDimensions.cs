namespace Attune.Storage.Events;

/// <summary>Values of <c>window_aggregates.dimension</c>.</summary>
internal static class WindowDimensions
{
    public const string Protocol = "protocol";
    public const string Source = "source";
}
