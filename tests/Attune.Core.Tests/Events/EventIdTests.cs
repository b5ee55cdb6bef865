using Attune.Events;

namespace Attune.Core.Tests.Events;

public class EventIdTests
{
    private static readonly DateTime Noon = new(2002, 8, 22, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Create_SameInput_SameId() => EventId.Create(Noon, "a").ShouldBe(EventId.Create(Noon, "a"));

    [Fact]
    public void Create_OtherIdentity_OtherId() => EventId.Create(Noon, "a").ShouldNotBe(EventId.Create(Noon, "b"));

    [Fact]
    public void Create_LaterTime_SortsAfter() =>
        EventId.Create(Noon.AddMilliseconds(1), "a").Value.ShouldBeGreaterThan(EventId.Create(Noon, "b").Value);

    [Fact]
    public void WriteTo_ThenRead_RoundTrips()
    {
        var id = EventId.Create(Noon, "x");
        var bytes = new byte[EventId.Size];
        id.WriteTo(bytes);
        EventId.Read(bytes).ShouldBe(id);
    }

    [Fact]
    public void Shift_MovesTheTimePrefixAndMakesAnotherId()
    {
        var id = EventId.Create(Noon, "x");
        var shifted = id.Shift(TimeSpan.FromDays(3), 2);
        (shifted.Value >> 80).ShouldBe(EventId.Create(Noon.AddDays(3), "y").Value >> 80);
        shifted.ShouldNotBe(EventId.Create(Noon.AddDays(3), "x"));
        shifted.ShouldBe(id.Shift(TimeSpan.FromDays(3), 2));
        shifted.ShouldNotBe(id.Shift(TimeSpan.FromDays(3), 3));
        id.Shift(TimeSpan.Zero, 0).ShouldBe(id);
    }
}
