using Attune.Lab.Stress;

namespace Attune.Lab.Reports.Text;

/// <summary>A stress test for people.</summary>
internal static class StressMarkdown
{
    public static string Write(StressResult result) => new MarkdownText()
        .Heading(1, $"Stress test: {result.Target}")
        .Findings(StressFindings.Of(result))
        .Table(StressTables.Levels(result))
        .Table(StressTables.Scalability(result))
        .Table(StressTables.Errors(result))
        .ToString();
}
