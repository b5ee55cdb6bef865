using System.Text.Json;
using Attune.Streaming.Declarative;
using Attune.Testing;

namespace Attune.Streaming.Tests.Declarative;

/// <summary>Runs every sample as it lies in the repository, in a folder of the test's own.</summary>
public sealed class SampleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Samples => [.. Directory.EnumerateFiles(Folder(), "*.yaml").Select(path => Path.GetFileName(path)!)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Sample_Run_GivesResultsThatCountEveryEvent(string name)
    {
        var yaml = await File.ReadAllTextAsync(Path.Combine(Folder(), name));
        var definition = PipelineDefinition.Parse(yaml.Replace("../../artifacts/streams/", "", StringComparison.Ordinal), _folder.Path);
        await using var run = await definition.StartAsync();
        await run.Completion;
        var (statistics, lines) = (run.Statistics, await File.ReadAllLinesAsync(_folder.File(Path.GetFileNameWithoutExtension(name) + ".jsonl")));
        statistics.RecordsIn.ShouldBeGreaterThanOrEqualTo(100_000);
        statistics.DeadLetters.ShouldBe(0);
        statistics.RecordsOut.ShouldBe(lines.Length);
        lines.Length.ShouldBeGreaterThan(100);
        var count = definition.Aggregates.FirstOrDefault(aggregate => aggregate.Kind == Streaming.Declarative.Results.AggregateKind.Count)?.Name;
        if (count is not null)
        {
            // The last pane of each window counts, unless it was taken back.
            var panes = new Dictionary<string, long>();
            foreach (var pane in lines.Select(line => JsonDocument.Parse(line).RootElement))
            {
                var window = $"{pane.GetProperty("key")} {pane.GetProperty("window_start")} {pane.GetProperty("window_end")}";
                if (pane.TryGetProperty("retraction", out _))
                {
                    panes.Remove(window);
                }
                else
                {
                    panes[window] = pane.GetProperty(count).GetInt64();
                }
            }

            (panes.Values.Sum() + statistics.Late).ShouldBe(statistics.RecordsIn);
        }
    }

    private static string Folder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Attune.slnx")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder.FullName, "samples", "streams");
    }
}
