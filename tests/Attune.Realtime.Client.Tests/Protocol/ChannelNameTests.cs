using Attune.Realtime.Client.Protocol;

namespace Attune.Realtime.Client.Tests.Protocol;

public sealed class ChannelNameTests
{
    [Theory]
    [InlineData("flows", "flows", true)]
    [InlineData("flows", "flow", false)]
    [InlineData("*", "flows", true)]
    [InlineData("*", "jobs.1", false)]
    [InlineData("jobs.*.progress", "jobs.1.progress", true)]
    [InlineData("jobs.*.progress", "jobs.1.2.progress", false)]
    [InlineData("jobs.**", "jobs", false)]
    [InlineData("jobs.**", "jobs.1", true)]
    [InlineData("jobs.**", "jobs.1.progress", true)]
    [InlineData("**", "a.b.c", true)]
    [InlineData("*.**", "a", false)]
    public void Matches_AsTheServerDoes(string pattern, string channel, bool expected) => new ChannelName(pattern).Matches(channel).ShouldBe(expected);

    [Fact]
    public void Name_LongerThan128Characters_IsNone()
    {
        new ChannelName(new string('a', 128)).IsExact.ShouldBeTrue();
        Should.Throw<ArgumentException>(() => new ChannelName(new string('a', 129)));
    }
}
