namespace Attune.Storage.Migrations;

/// <summary>The schema's history: each step is applied once, in order, under a lock. Steps are never changed after release.</summary>
internal static class SchemaHistory
{
    public static IReadOnlyList<Migration> All { get; } = [Ledger.Migration, BenchmarkHistory.Migration, Analytics.Migration];

    public static int LatestVersion => All.Count;
}
