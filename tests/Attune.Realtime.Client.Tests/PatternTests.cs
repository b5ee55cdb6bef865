using Attune.Realtime.Client.Tests.Server;
using Attune.Testing;

namespace Attune.Realtime.Client.Tests;

public sealed class PatternTests : ClientFixture
{
    [Fact]
    public async Task Reconnect_ResumesEachChannelThatMatched()
    {
        var client = Connect();
        await using var reading = new Reading(client, "jobs.**");
        var first = await Server.AcceptAsync();
        (await first.AcceptAsync(sequence: null)).TryGetProperty("resume", out _).ShouldBeFalse();
        await first.SendAsync(FakeConnection.Batch(FakeConnection.Data("jobs.1.progress", 5), FakeConnection.Data("jobs.2", 9), FakeConnection.Data("jobs.1.progress", 6)));
        await Eventually.TrueAsync(() => client.Statistics.Messages == 3);
        first.Cut();
        await PassDelayAsync(client);
        var second = await Server.AcceptAsync();
        var request = await second.AcceptAsync(sequence: null);
        request.GetProperty("resume").GetProperty("sequences").GetRawText().ShouldBe("""{"jobs.1.progress":6,"jobs.2":9}""");
        await second.DataAsync("jobs.2", 9);
        await second.DataAsync("jobs.2", 10);
        var sequences = new List<long>();
        while (sequences.Count < 4)
        {
            sequences.Add((await reading.DataAsync()).Sequence);
        }

        sequences.ShouldBe([5, 9, 6, 10]);
    }

    [Fact]
    public async Task Reconnect_SubscribesToExactNamesFirst_AndAPatternGivesUpWhatTheyTookOver()
    {
        var client = Connect();
        await using var pattern = new Reading(client, "*");
        var first = await Server.AcceptAsync();
        await first.AcceptAsync(sequence: null);
        await first.DataAsync("a", 1);
        await first.DataAsync("b", 1);
        await using var exact = new Reading(client, "a");
        await first.AcceptAsync(sequence: 1);
        await first.DataAsync("a", 2);
        await exact.DataAsync();
        first.Cut();
        await PassDelayAsync(client);
        var second = await Server.AcceptAsync();
        (await second.AcceptAsync(sequence: 2)).GetProperty("channels")[0].GetString().ShouldBe("a");
        (await second.ExpectAsync("subscribe")).GetProperty("resume").GetProperty("sequences").GetRawText().ShouldBe("""{"b":1}""");
    }

    [Fact]
    public async Task Resume_OfMoreChannelsThanAMessageHolds_TellsTheGapOfTheOthers()
    {
        var client = Connect(new RealtimeClientOptions { Address = Server.Address, MaxRequestBytes = 1024, QueueCapacity = 10_000 });
        await using var reading = new Reading(client, "jobs.*");
        var first = await Server.AcceptAsync();
        await first.AcceptAsync(sequence: null);
        await first.SendAsync(FakeConnection.Batch(Enumerable.Range(1, 200).Select(i => FakeConnection.Data($"jobs.{i}", 5))));
        await Eventually.TrueAsync(() => client.Statistics.Messages == 200);
        first.Cut();
        await PassDelayAsync(client);
        var second = await Server.AcceptAsync();
        var request = await second.AcceptAsync(sequence: null);
        request.GetRawText().Length.ShouldBeInRange(900, 1024);
        var named = request.GetProperty("resume").GetProperty("sequences").EnumerateObject().Select(item => item.Name).ToList();
        named.ShouldContain("jobs.200");
        named.ShouldNotContain("jobs.1");
        await second.DataAsync("jobs.200", 9);
        await second.DataAsync("jobs.1", 9);
        await second.DataAsync("jobs.1", 11);
        await second.DataAsync("jobs.2", 6);
        for (var i = 0; i < 200; i++)
        {
            await reading.DataAsync();
        }

        (await reading.DataAsync()).Channel.ShouldBe("jobs.200");
        (await reading.NextAsync()).ShouldBe(new RealtimeGap("jobs.1", 6, 8, null, RealtimeGap.NotAskedFor));
        (await reading.DataAsync()).Sequence.ShouldBe(9);
        (await reading.DataAsync()).Sequence.ShouldBe(11);
        (await reading.DataAsync()).Sequence.ShouldBe(6);
    }
}
