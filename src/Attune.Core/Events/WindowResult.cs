namespace Attune.Events;

/// <summary>What one tumbling window [<see cref="Start"/>, <see cref="End"/>) of a stream came to when the watermark passed its end.</summary>
/// <param name="Stream">The stream that the events belong to.</param>
/// <param name="Start">First instant of the window, UTC.</param>
/// <param name="End">First instant after the window, UTC.</param>
/// <param name="Total">All flows of the window.</param>
/// <param name="DistinctSources">Number of distinct source addresses.</param>
/// <param name="Messages">Number of text events.</param>
/// <param name="Spam">How many of them are labelled spam.</param>
/// <param name="Protocols">One aggregate per protocol, most bytes first.</param>
/// <param name="Sources">One aggregate per source address, most bytes first.</param>
public sealed record WindowResult(
    string Stream,
    DateTime Start,
    DateTime End,
    WindowAggregate Total,
    long DistinctSources,
    long Messages,
    long Spam,
    IReadOnlyList<WindowAggregate> Protocols,
    IReadOnlyList<WindowAggregate> Sources)
{
    /// <summary>Share of spam among the messages, 0 to 1; null without messages.</summary>
    public double? SpamShare => Messages == 0 ? null : (double)Spam / Messages;
}
