using Attune.Realtime.Client.Tests.Server;
using Attune.Testing;

namespace Attune.Realtime.Client.Tests;

public sealed class HeartbeatTests : ClientFixture
{
    [Fact]
    public async Task Silence_IsFollowedByAPing_AndAnAnswerKeepsTheConnection()
    {
        var client = Connect();
        await using var reading = new Reading(client, "flows");
        var connection = await Server.AcceptAsync();
        await connection.AcceptAsync();
        await connection.DataAsync("flows", 1);
        await reading.DataAsync();
        for (var i = 0; i < 3; i++)
        {
            // The client looks after the time for an answer again, and then pings 15 s after what it heard last.
            await PassAsync(TimeSpan.FromSeconds(i == 0 ? 15 : 5));
            var ping = await connection.ExpectAsync("ping");
            var bytes = client.Statistics.Bytes;
            await connection.SendAsync($$"""{"type":"pong","id":{{ping.GetProperty("id")}},"time":"2026-01-01T00:00:00Z"}""");
            await Eventually.TrueAsync(() => client.Statistics.Bytes > bytes);
            await PassAsync(TimeSpan.FromSeconds(10));
        }

        client.State.State.ShouldBe(RealtimeConnectionState.Connected);
        client.Statistics.Connections.ShouldBe(1);
    }

    [Fact]
    public async Task Ping_WithoutAnAnswer_EndsTheConnection()
    {
        var client = Connect();
        await using var reading = new Reading(client, "flows");
        var connection = await Server.AcceptAsync();
        await connection.AcceptAsync();
        await connection.DataAsync("flows", 1);
        await reading.DataAsync();
        await PassAsync(TimeSpan.FromSeconds(15));
        await connection.ExpectAsync("ping");
        await PassAsync(TimeSpan.FromSeconds(10));
        await PassDelayAsync(client);
        (await (await Server.AcceptAsync()).ExpectAsync("subscribe")).GetProperty("resume").GetProperty("sequences").GetProperty("flows").GetInt64().ShouldBe(1);
        Changes.ShouldContain(item => item.Change.Reason == "nothing was heard of the server for 25 s");
    }

    [Fact]
    public async Task FullQueue_IsNoSilence_AndTheClientStaysHeard()
    {
        var client = Connect(new RealtimeClientOptions { Address = Server.Address, QueueCapacity = 1 });
        await using var reading = new Reading(client, "flows");
        var connection = await Server.AcceptAsync();
        await connection.AcceptAsync();
        await connection.SendAsync(FakeConnection.Batch(Enumerable.Range(1, 10).Select(i => FakeConnection.Data("flows", i))));
        (await reading.DataAsync()).Sequence.ShouldBe(1);
        await Eventually.TrueAsync(() => client.Statistics.Messages == 2);
        for (var i = 0; i < 5; i++)
        {
            await AdvanceUntilAsync(() => connection.Waiting > 0);
            await connection.ExpectAsync("ping");
        }

        (client.State.State, client.Statistics.Messages).ShouldBe((RealtimeConnectionState.Connected, 2));
        for (var i = 2; i <= 10; i++)
        {
            (await reading.DataAsync()).Sequence.ShouldBe(i);
        }
    }

    /// <summary>The client's task must have begun to wait before time passes, or it waits from then on.</summary>
    private async Task PassAsync(TimeSpan step)
    {
        await Eventually.TrueAsync(() => Clock.ActiveTimers == 1, "one task watches");
        Clock.Advance(step);
    }
}
