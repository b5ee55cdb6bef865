using Attune.Suites.Streaming;

namespace Attune.Suites.Tests.Streaming;

public class StreamingSuiteTests
{
    public static TheoryData<string> Names => [.. StreamingSuite.Create().Create().Select(benchmark => benchmark.Name).Where(name => name != "mail_parse_rate")];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Run_FewEvents_LosesNothing(string name)
    {
        var result = await TinyRun.SucceedsAsync(StreamingSuite.Create(), name, ("events", "7000"), ("rate", "100000"), ("keys", "3000"));
        result.Quality.ShouldNotBeEmpty();
        var checks = result.Quality.Where(quality => !IsMeasured(quality.Key)).ToList();
        checks.ShouldNotBeEmpty();
        checks.ShouldAllBe(quality => quality.Value == 1);
    }

    [SkippableFact]
    public async Task Run_MailParseRate_AccountsForEveryLine()
    {
        Skip.If(MailSample.Unavailable is not null, MailSample.Unavailable);
        var result = await TinyRun.SucceedsAsync(StreamingSuite.Create(), "mail_parse_rate", ("messages", "60"));
        result.Quality["lines_accounted_for"].ShouldBe(1);
    }

    private static bool IsMeasured(string quality) =>
        quality is "cores" or "rows" or "gc_pause_share" || quality.StartsWith("bytes_", StringComparison.Ordinal) || quality.StartsWith("events_per_second", StringComparison.Ordinal);
}
