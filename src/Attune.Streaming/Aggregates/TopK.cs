namespace Attune.Streaming.Aggregates;

/// <summary>The most frequent values.</summary>
/// <param name="Items">Values with their counts, the most frequent first; of equal counts the smaller value first.</param>
/// <param name="MaxError">0 while the counts are exact. Otherwise each true count is from the one given to that plus this, and a value that is missing came at most as often as this or the last count given.</param>
public sealed record TopK<T>(IReadOnlyList<KeyValuePair<T, long>> Items, long MaxError);
