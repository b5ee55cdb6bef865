using Attune.Realtime.Access;
using Attune.Realtime.Channels;

namespace Attune.Realtime.Tests.Access;

public class RealtimeIdentityTests
{
    private static readonly RealtimeIdentity Reader = new("reader", [ChannelPattern.Parse("flows"), ChannelPattern.Parse("jobs.*")], null);

    [Theory]
    [InlineData("flows", true)]
    [InlineData("jobs.1", true)]
    [InlineData("jobs.1.x", false)]
    [InlineData("metrics", false)]
    public void MayRead_AChannel_WhenAPatternMatches(string channel, bool expected)
    {
        Reader.MayRead(channel).ShouldBe(expected);
        Reader.MayRead(ChannelPattern.Parse(channel)).ShouldBe(expected);
    }

    [Fact]
    public void MayRead_APattern_IsAlwaysAllowed()
    {
        Reader.MayRead(ChannelPattern.Parse("metrics.*")).ShouldBeTrue();
        Reader.MayRead(ChannelPattern.Every).ShouldBeTrue();
    }

    [Fact]
    public void Anonymous_MayReadEverythingForEver()
    {
        RealtimeIdentity.Anonymous.MayRead("a.b.c").ShouldBeTrue();
        RealtimeIdentity.Anonymous.Expires.ShouldBeNull();
    }

    [Fact]
    public void MayRead_WithoutChannels_IsNothing() => new RealtimeIdentity("nobody", [], null).MayRead("flows").ShouldBeFalse();
}
