using System.Text.RegularExpressions;

namespace Attune.Storage.Migrations;

/// <summary>The schema's history: each step is applied once, in order, under a lock. Steps are never changed after release.</summary>
internal static partial class SchemaHistory
{
    public static IReadOnlyList<Migration> All { get; } = [Ledger.Migration, BenchmarkHistory.Migration, Analytics.Migration];

    public static int LatestVersion => All.Count;

    /// <summary>Names of all tables that the steps make on PostgreSQL, and of the one that notes the steps.</summary>
    public static IReadOnlyList<string> Tables { get; } =
        ["schema_migrations", .. All.SelectMany(step => TableName.Matches(step.Postgres)).Select(match => match.Groups["name"].Value)];

    [GeneratedRegex(@"CREATE TABLE (?<name>\w+)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TableName { get; }
}
