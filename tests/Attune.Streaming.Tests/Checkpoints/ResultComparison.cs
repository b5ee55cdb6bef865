namespace Attune.Streaming.Tests.Checkpoints;

/// <summary>Compares large sets of results and tells the first differences only.</summary>
internal static class ResultComparison
{
    public static void ShouldBeSameAs<TKey, TValue>(this IReadOnlyDictionary<TKey, TValue> results, IReadOnlyDictionary<TKey, TValue> expected)
        where TKey : notnull
    {
        var differences = expected.Where(each => !results.TryGetValue(each.Key, out var value) || !Equals(value, each.Value))
            .Select(each => $"{each.Key}: {(results.TryGetValue(each.Key, out var value) ? value : "nothing")} instead of {each.Value}")
            .Concat(results.Keys.Where(key => !expected.ContainsKey(key)).Select(key => $"{key}: too much"))
            .Take(5).ToList();
        differences.ShouldBeEmpty();
    }
}
