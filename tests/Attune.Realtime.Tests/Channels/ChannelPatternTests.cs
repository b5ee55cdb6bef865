using Attune.Realtime.Channels;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Realtime.Tests.Channels;

public class ChannelPatternTests
{
    [Theory]
    [InlineData("flows", "flows", true)]
    [InlineData("flows", "flow", false)]
    [InlineData("jobs.*", "jobs.1", true)]
    [InlineData("jobs.*", "jobs", false)]
    [InlineData("jobs.*", "jobs.1.progress", false)]
    [InlineData("jobs.*.progress", "jobs.1.progress", true)]
    [InlineData("*.progress", "jobs.progress", true)]
    [InlineData("jobs.**", "jobs.1.progress", true)]
    [InlineData("jobs.**", "jobs", false)]
    [InlineData("**", "flows", true)]
    [InlineData("**", "a.b.c", true)]
    [InlineData("*", "flows", true)]
    [InlineData("*", "a.b", false)]
    [InlineData("Flows", "flows", false)]
    public void Matches_FollowsTheSegments(string pattern, string channel, bool expected) => ChannelPattern.Parse(pattern).Matches(channel).ShouldBe(expected);

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a.")]
    [InlineData(".a")]
    [InlineData("a..b")]
    [InlineData("a b")]
    [InlineData("a*")]
    [InlineData("**.a")]
    [InlineData("***")]
    [InlineData("é")]
    [InlineData("a\"b")]
    [InlineData(null)]
    public void TryParse_WhatIsNone_IsRefused(string? text) => ChannelPattern.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void TryParse_LongerThanAllowed_IsRefused()
    {
        ChannelPattern.IsChannelName(new string('a', 128)).ShouldBeTrue();
        ChannelPattern.TryParse(new string('a', 129), out _).ShouldBeFalse();
    }

    /// <summary>Against a model that goes through the segments from the front, one by one.</summary>
    [Fact]
    public void Matches_EqualsTheNaiveModel()
    {
        var name = Gen.Elements("a", "b", "c").ArrayOf(3).Select(parts => parts).SelectMany(parts => Gen.Choose(1, 3).Select(count => parts[..count]));
        var pattern = Gen.Elements("a", "b", "*", "**").ArrayOf(3).SelectMany(parts => Gen.Choose(1, 3).Select(count => parts[..count]))
            .Where(parts => parts.Take(parts.Length - 1).All(part => part != "**"));
        Prop.ForAll(pattern.ToArbitrary(), name.ToArbitrary(), (segments, channel) =>
            ChannelPattern.Parse(string.Join('.', segments)).Matches(string.Join('.', channel)) == Naive(segments, channel)).QuickCheckThrowOnFailure();

        static bool Naive(string[] pattern, string[] channel) =>
            pattern is ["**"] ? channel.Length > 0
            : pattern.Length == 0 || channel.Length == 0 ? pattern.Length == channel.Length
            : (pattern[0] == "*" || pattern[0] == channel[0]) && Naive(pattern[1..], channel[1..]);
    }
}
