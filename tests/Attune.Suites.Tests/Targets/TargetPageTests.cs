using System.Globalization;
using Attune.Lab.Benchmarks;
using Attune.Suites.Targets;

namespace Attune.Suites.Tests.Targets;

/// <summary>The page lists what the catalogue has.</summary>
public class TargetPageTests
{
    [Fact]
    public void Page_EveryTarget_HasItsRow()
    {
        var page = File.ReadAllText(Path.Combine(Root(), "docs", "targets.md"));
        var missing = TargetCatalogue.All.Select(RowOf).Where(row => !page.Contains(row, StringComparison.Ordinal)).ToList();
        missing.ShouldBeEmpty($"docs/targets.md lacks these rows:\n{string.Join('\n', missing)}\n");
        page.Split('\n').Count(line => line.StartsWith("| `", StringComparison.Ordinal)).ShouldBe(TargetCatalogue.All.Count, "the page has rows of targets that are not there any more");
    }

    private static string RowOf(GuideTarget target)
    {
        var limit = string.Create(CultureInfo.InvariantCulture, $"{(target.Limit.Better == Better.Lower ? "≤" : "≥")} {target.Limit.Value:#,0.###} {target.Limit.Unit}");
        return target.NotMeasurable is { } reason
            ? $"| `{target.Name}` | {limit} | {target.Description} | {reason} |"
            : $"| `{target.Name}` | {limit} | {target.Description} | {(target.Benchmark is { } path ? $"`{path}`" : $"*room {target.Room}*")} |";
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Attune.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests must run inside the repository.");
    }
}
