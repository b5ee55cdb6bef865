using System.Text;
using System.Text.Json;
using Attune.Suites.Realtime.Feeds;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Suites.Tests.Realtime.Feeds;

public class FeedPayloadsTests
{
    [Fact]
    public void Render_AnySizeNumberAndTime_IsJsonOfThatSize() => Prop.ForAll(
        (from bytes in Gen.Choose(FeedPayloads.MinBytes, 4000) from number in Gen.Choose(0, int.MaxValue - 1) from time in Gen.Choose(0, int.MaxValue) select (bytes, number, time)).ToArbitrary(),
        input =>
        {
            var payload = FeedPayloads.Render(FeedPayloads.Make(input.bytes)[input.number % 8], input.number, input.time * 1000L);
            using var json = JsonDocument.Parse(payload);
            return Encoding.UTF8.GetByteCount(payload) == input.bytes
                && json.RootElement.GetProperty("number").GetInt64() - FeedPayloads.NumberBase == input.number
                && json.RootElement.GetProperty("at").GetInt64() - FeedPayloads.TimeBase == input.time * 1000L;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Make_Always_GivesDifferentTextsTheSameEachTime()
    {
        var payloads = FeedPayloads.Make(2000);
        payloads.ShouldBeUnique();
        payloads.ShouldBe(FeedPayloads.Make(2000));
    }

    [Fact]
    public void Make_TooSmall_Throws() => Should.Throw<ArgumentOutOfRangeException>(() => FeedPayloads.Make(FeedPayloads.MinBytes - 1));
}
