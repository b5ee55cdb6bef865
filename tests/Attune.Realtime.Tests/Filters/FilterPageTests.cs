using System.Runtime.CompilerServices;
using System.Text.Json;
using Attune.Realtime.Filters;

namespace Attune.Realtime.Tests.Filters;

/// <summary>docs/realtime-filters.md says what is so.</summary>
public class FilterPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "..", "docs", "realtime-filters.md"));

    [Fact]
    public void Examples_OfTheTableAndOfNames_AreExpressions()
    {
        var examples = Page.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(row => row.TrimEnd(' ', '|', '`').Split('`')[^1]).ToList();
        examples.Count.ShouldBe(7);
        var names = Page.Split('\n').Single(line => line.Contains("stands in backquotes or quotes:", StringComparison.Ordinal));
        examples.AddRange(names.Split("``").Where((_, place) => place % 2 == 1).Select(example => example.Trim()));
        examples.Count.ShouldBe(10);
        foreach (var example in examples)
        {
            RealtimeFilter.TryParse(example, out _, out var error).ShouldBeTrue($"{example}: {error}");
        }
    }

    [Fact]
    public void Command_HasAFilterThatParses()
    {
        using var command = JsonDocument.Parse(Page.Split("```json\n")[1].Split("\n```")[0]);
        RealtimeFilter.Parse(command.RootElement.GetProperty("filter").GetString()!)
            .Matches("""{"sourceIp":"10.0.0.1","bytesTransferred":2000000,"protocol":"ICMP"}"""u8).ShouldBeTrue();
    }

    [Theory]
    [InlineData("a like 'x'")]
    [InlineData("a between 2 and 1")]
    public void Errors_AreWordedAsOnThePage(string text)
    {
        RealtimeFilter.TryParse(text, out _, out var error).ShouldBeFalse();
        Page.ShouldContain($"\nfilter: {error}\n");
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
