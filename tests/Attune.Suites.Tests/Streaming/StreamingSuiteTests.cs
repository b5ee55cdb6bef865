using Attune.Suites.Streaming;

namespace Attune.Suites.Tests.Streaming;

public class StreamingSuiteTests
{
    public static TheoryData<string> Names => [.. StreamingSuite.Create().Create().Select(benchmark => benchmark.Name).Where(name => name != "mail_parse_rate")];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Run_FewEvents_LosesNothing(string name)
    {
        var result = await TinyRun.SucceedsAsync(StreamingSuite.Create(), name, ("events", "7000"), ("rate", "100000"));
        result.Quality.ShouldNotBeEmpty();
        result.Quality.Values.ShouldAllBe(value => value == 1);
    }

    [SkippableFact]
    public async Task Run_MailParseRate_AccountsForEveryLine()
    {
        Skip.If(MailSample.Unavailable is not null, MailSample.Unavailable);
        var result = await TinyRun.SucceedsAsync(StreamingSuite.Create(), "mail_parse_rate", ("messages", "60"));
        result.Quality["lines_accounted_for"].ShouldBe(1);
    }
}
