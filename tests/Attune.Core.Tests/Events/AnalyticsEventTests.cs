using Attune.Events;

namespace Attune.Core.Tests.Events;

public class AnalyticsEventTests
{
    private static readonly DateTime Noon = new(2026, 3, 1, 12, 0, 0, 250, DateTimeKind.Utc);

    [Fact]
    public void Create_SameInput_GivesTheSameEvent() =>
        AnalyticsEvent.Create(Noon, "view", "u", "{}").ShouldBe(AnalyticsEvent.Create(Noon, "view", "u", "{}"));

    [Fact]
    public void Create_OtherIdentity_GivesAnotherId() =>
        AnalyticsEvent.Create(Noon, "view", "u", "{}", "1").Id.ShouldNotBe(AnalyticsEvent.Create(Noon, "view", "u", "{}", "2").Id);

    [Fact]
    public void Create_FinerThanAMillisecond_IsCutOff()
    {
        var made = AnalyticsEvent.Create(Noon.AddTicks(9_999), "view", null, "{}");
        made.Timestamp.ShouldBe(Noon);
        made.Timestamp.Kind.ShouldBe(DateTimeKind.Utc);
        made.Validate();
    }

    [Theory]
    [InlineData("""{"a":1,"b":{"a":2},"c":[{"a":3},"ü","\ud83d\ude00",null,true,-0.0,0e9,1.5e300]}""")]
    [InlineData("{}")]
    public void Create_JsonObject_IsTaken(string payload) => AnalyticsEvent.Create(Noon, "view", null, payload).Payload.ShouldBe(payload);

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""{"x":{"a":1,"a":2}}""")]
    [InlineData("""{"a":1e400}""")]
    [InlineData("""{"a":[-1e400]}""")]
    [InlineData("""{"a":1e-400}""")]
    [InlineData("""{"a":"\u0000"}""")]
    [InlineData("""{"\u0000":1}""")]
    [InlineData("""{"a":"\ud800"}""")]
    [InlineData("""{"a":NaN}""")]
    public void Create_OtherPayload_IsRefused(string payload) =>
        Should.Throw<ArgumentException>(() => AnalyticsEvent.Create(Noon, "view", null, payload)).ParamName.ShouldBe("Payload");

    [Fact]
    public void Create_OtherValues_AreRefusedByName()
    {
        string? FaultOf(Func<AnalyticsEvent> make) => Should.Throw<ArgumentException>(() => make().Validate()).ParamName;
        FaultOf(() => AnalyticsEvent.Create(Noon, " ", null, "{}")).ShouldBe("Type");
        FaultOf(() => AnalyticsEvent.Create(Noon, new string('t', 201), null, "{}")).ShouldBe("Type");
        FaultOf(() => AnalyticsEvent.Create(Noon, "t", "", "{}")).ShouldBe("UserId");
        FaultOf(() => AnalyticsEvent.Create(Noon.ToLocalTime(), "t", null, "{}")).ShouldBe("Timestamp");
        FaultOf(() => AnalyticsEvent.Create(DateTime.UnixEpoch.AddMilliseconds(-1), "t", null, "{}")).ShouldBe("Timestamp");
        FaultOf(() => AnalyticsEvent.Create(Noon, "t", null, "{}") with { Timestamp = Noon.AddSeconds(1) }).ShouldBe("Id");
        FaultOf(() => AnalyticsEvent.Create(Noon, "t", null, $$"""{"a":"{{new string('x', AnalyticsEvent.MaxPayloadLength)}}"}""")).ShouldBe("Payload");
    }
}
