using Attune.Realtime.Client.Tests.Server;
using Attune.Testing;

namespace Attune.Realtime.Client.Tests;

public sealed class BackPressureTests : ClientFixture
{
    private static readonly string Large = $"\"{new string('x', 100_000)}\"";

    [Fact]
    public async Task FullQueue_StopsReading_UntilTheServerCannotSend_AndLosesNothing()
    {
        // 40 MB, far more than all buffers between take; compressed it would be little.
        const int Messages = 400;
        var client = Connect(new RealtimeClientOptions { Address = Server.Address, QueueCapacity = 4, Compression = false });
        await using var reading = new Reading(client, "flows");
        var connection = await Server.AcceptAsync();
        await connection.AcceptAsync();
        var sending = Task.Run(async () =>
        {
            for (var i = 1; i <= Messages; i++)
            {
                await connection.DataAsync("flows", i, Large);
            }
        });
        (await reading.DataAsync()).Sequence.ShouldBe(1);
        await Eventually.TrueAsync(() => client.Statistics.Messages == 5);

        // A stall limit passes again and again, but there is nobody else to be held up.
        for (var i = 0; i < 5; i++)
        {
            Clock.Advance(TimeSpan.FromSeconds(2));
        }

        (sending.IsCompleted, client.Statistics.Messages, client.Statistics.SetAside).ShouldBe((false, 5, 0));
        for (var i = 2; i <= Messages; i++)
        {
            (await reading.DataAsync()).Sequence.ShouldBe(i);
        }

        await sending;
    }

    [Fact]
    public async Task FullQueue_ThatHoldsUpAnother_IsSetAside_AndGoesOnWhereItWas()
    {
        var client = Connect(new RealtimeClientOptions { Address = Server.Address, QueueCapacity = 4 });
        await using var slow = new Reading(client, "flows");
        var connection = await Server.AcceptAsync();
        await connection.AcceptAsync();
        await connection.SendAsync(FakeConnection.Batch(Enumerable.Range(1, 10).Select(i => FakeConnection.Data("flows", i))));
        await Eventually.TrueAsync(() => client.Statistics.Messages >= 4);

        // The same code now waits for another subscription, whose answer lies behind the messages that nobody reads.
        await using var other = new Reading(client, "windows");
        var request = await connection.ExpectAsync("subscribe");
        await connection.SubscribedAsync(request);
        await connection.DataAsync("windows", 1);
        await AdvanceUntilAsync(() => client.Statistics.SetAside == 1);
        (await other.DataAsync()).Sequence.ShouldBe(1);
        var unsubscribe = await ExpectBesidesPingsAsync(connection, "unsubscribe");
        unsubscribe.GetProperty("channel").GetString().ShouldBe("flows");
        await connection.SendAsync($$"""{"type":"unsubscribed","id":{{unsubscribe.GetProperty("id")}},"channels":["flows"]}""");

        var received = new List<long>();
        while (received.Count < client.Statistics.Messages - 1)
        {
            received.Add((await slow.DataAsync()).Sequence);
        }

        _ = slow.Begin();
        var resume = await ExpectBesidesPingsAsync(connection, "subscribe");
        var last = resume.GetProperty("resume").GetProperty("sequences").GetProperty("flows").GetInt64();
        last.ShouldBe(received[^1]);
        await connection.SubscribedAsync(resume, last);
        for (var i = last + 1; i <= 10; i++)
        {
            await connection.DataAsync("flows", i);
        }

        while (received.Count < 10)
        {
            received.Add((await slow.DataAsync()).Sequence);
        }

        received.ShouldBe(Enumerable.Range(1, 10).Select(i => (long)i));
    }

    [Fact]
    public async Task SetAside_WithAPattern_RemembersChannelsThatHadSentNothingBefore()
    {
        var client = Connect(new RealtimeClientOptions { Address = Server.Address, QueueCapacity = 1 });
        await using var slow = new Reading(client, "jobs.*");
        var connection = await Server.AcceptAsync();
        await connection.AcceptAsync(sequence: null);
        await using var other = new Reading(client, "windows");
        await connection.AcceptAsync();
        await connection.SendAsync(FakeConnection.Batch(FakeConnection.Data("jobs.a", 1), FakeConnection.Data("jobs.a", 2), FakeConnection.Data("jobs.a", 3), FakeConnection.Data("jobs.b", 7)));
        await connection.DataAsync("windows", 1);
        await AdvanceUntilAsync(() => client.Statistics.SetAside == 1);
        await other.DataAsync();
        while (client.Statistics.Messages is var messages && client.Statistics.Ignored == 0)
        {
            await Task.Yield();
        }

        await ExpectBesidesPingsAsync(connection, "unsubscribe");
        await slow.DataAsync();
        _ = slow.Begin();
        var sequences = (await ExpectBesidesPingsAsync(connection, "subscribe")).GetProperty("resume").GetProperty("sequences");
        sequences.GetProperty("jobs.b").GetInt64().ShouldBe(6);
        sequences.GetProperty("jobs.a").GetInt64().ShouldBeInRange(1, 2);
    }

    [Fact]
    public async Task SetAside_SurvivesALostConnection()
    {
        var client = Connect(new RealtimeClientOptions { Address = Server.Address, QueueCapacity = 2 });
        await using var slow = new Reading(client, "flows");
        var connection = await Server.AcceptAsync();
        await connection.AcceptAsync();
        await using var other = new Reading(client, "windows");
        await connection.AcceptAsync();
        await connection.SendAsync(FakeConnection.Batch(Enumerable.Range(1, 5).Select(i => FakeConnection.Data("flows", i))));
        await AdvanceUntilAsync(() => client.Statistics.SetAside == 1);
        connection.Cut();
        await AdvanceUntilAsync(() => client.Statistics.Connections == 2);
        var next = await Server.AcceptAsync();
        (await next.AcceptAsync()).GetProperty("channels")[0].GetString().ShouldBe("windows");

        var got = await slow.DataAsync();
        while (next.Waiting == 0)
        {
            var reading = slow.Begin();
            await Task.WhenAny(reading, Eventually.TrueAsync(() => next.Waiting > 0));
            if (reading.IsCompleted)
            {
                got = await slow.DataAsync();
            }
        }

        var request = await ExpectBesidesPingsAsync(next, "subscribe");
        request.GetProperty("resume").GetProperty("sequences").GetProperty("flows").GetInt64().ShouldBeGreaterThanOrEqualTo(got.Sequence);
    }

    private static async Task<System.Text.Json.JsonElement> ExpectBesidesPingsAsync(FakeConnection connection, string type)
    {
        while (true)
        {
            var message = (await connection.ReadAsync()).ShouldNotBeNull();
            if (message.GetProperty("type").GetString() != "ping")
            {
                message.GetProperty("type").GetString().ShouldBe(type);
                return message;
            }
        }
    }
}
