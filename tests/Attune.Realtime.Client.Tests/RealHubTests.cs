using System.Text;
using Attune.Realtime.Access;
using Attune.Realtime.Channels;
using Attune.Realtime.Client.Tests.Server;
using Attune.Testing;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.Http;

namespace Attune.Realtime.Client.Tests;

/// <summary>The client and the hub: both ends of the protocol as they are.</summary>
public sealed class RealHubTests
{
    [Fact]
    public async Task Messages_OfTheHub_ComeFilteredAndInOrder_LargeOnesCompressed()
    {
        await using var server = await RealServer.StartAsync();
        await using var client = new RealtimeClient(new RealtimeClientOptions { Address = server.Address });
        await using var reading = new Reading(client, "flows", new SubscriptionOptions { Filter = "n > 1 and text prefix \"x\"" });
        await SubscribedAsync(server, 1);
        var large = new string('x', 20_000);
        foreach (var n in new[] { 1, 2, 3 })
        {
            server.Hub.Publish("flows", Encoding.UTF8.GetBytes($$"""{"n":{{n}},"text":"{{large}}"}"""));
        }

        foreach (var sequence in new[] { 2, 3 })
        {
            var data = await reading.DataAsync();
            (data.Sequence, data.Epoch, data.ReadJson().GetProperty("text").GetString()).ShouldBe((sequence, server.Hub.Epoch, large));
        }
    }

    [Theory]
    [InlineData("flows", "n >", "invalid_filter")]
    [InlineData("nothing", null, "unknown_channel")]
    public async Task Subscription_ThatTheHubRefuses_EndsWithItsCode(string channel, string? filter, string code)
    {
        await using var server = await RealServer.StartAsync();
        await using var client = new RealtimeClient(new RealtimeClientOptions { Address = server.Address });
        var error = await new Reading(client, channel, new SubscriptionOptions { Filter = filter }).ErrorAsync();
        error.Code.ShouldBe(code, error.Message);
        client.State.State.ShouldBe(RealtimeConnectionState.Connected);
    }

    [Fact]
    public async Task Snapshot_ComesFirst_AndDataAfterIt()
    {
        await using var server = await RealServer.StartAsync();
        server.Hub.Publish("metrics", "41"u8);
        await using var client = new RealtimeClient(new RealtimeClientOptions { Address = server.Address });
        await using var reading = new Reading(client, "metrics", new SubscriptionOptions { Snapshot = true });
        var snapshot = (await reading.NextAsync()).ShouldBeOfType<RealtimeSnapshot>();
        (snapshot.Sequence, snapshot.ReadJson().GetInt32()).ShouldBe((1, 41));
        server.Hub.Publish("metrics", "42"u8);
        (await reading.DataAsync()).Sequence.ShouldBe(2);
    }

    [Fact]
    public async Task KeysAndTokens_OfTheHub_LetInAndKeepOut()
    {
        var tokens = new RealtimeTokens(new byte[32], TimeProvider.System);
        await using var server = await RealServer.StartAsync(authenticator: new KeyOrToken(tokens));
        await using var withKey = new RealtimeClient(new RealtimeClientOptions { Address = server.Address, Key = KeyOrToken.Key });
        await using var keyed = new Reading(withKey, "flows");
        await using var withToken = new RealtimeClient(new RealtimeClientOptions
        {
            Address = server.Address, TokenProvider = _ => ValueTask.FromResult<string?>(tokens.Issue("ada", [ChannelPattern.Parse("jobs.1")], TimeSpan.FromMinutes(5))),
        });
        await using var allowed = new Reading(withToken, "jobs.1");
        await SubscribedAsync(server, 2);
        (await new Reading(withToken, "flows").ErrorAsync()).Code.ShouldBe("forbidden");
        await using var wrong = new RealtimeClient(new RealtimeClientOptions { Address = server.Address, Key = "another-key" });
        (await new Reading(wrong, "flows").ErrorAsync()).Code.ShouldBe("unauthenticated");
        wrong.State.State.ShouldBe(RealtimeConnectionState.Refused);
        await using var nobody = new RealtimeClient(new RealtimeClientOptions { Address = server.Address });
        (await new Reading(nobody, "flows").ErrorAsync()).Code.ShouldBe("unauthenticated");
    }

    [Fact]
    public async Task FullQueue_MakesTheHubDrop_AndTheGapTellsHowMany()
    {
        await using var server = await RealServer.StartAsync(new RealtimeOptions { QueueCapacity = 4, SlowClientTimeout = TimeSpan.FromMinutes(10) });
        await using var client = new RealtimeClient(new RealtimeClientOptions { Address = server.Address, QueueCapacity = 1, Compression = false });
        await using var reading = new Reading(client, "flows");
        await SubscribedAsync(server, 1);
        var payload = Encoding.UTF8.GetBytes($"\"{new string('x', 200_000)}\"");
        for (var i = 0; i < 300; i++)
        {
            server.Hub.Publish("flows", payload);
        }

        var (data, missing, last) = (0L, 0L, 0L);
        while (last < 300)
        {
            switch (await reading.NextAsync())
            {
                case RealtimeData item:
                    (data, last) = (data + 1, item.Sequence);
                    break;
                case RealtimeGap gap:
                    gap.Reason.ShouldBe("slow");
                    missing += gap.Count!.Value;
                    break;
            }
        }

        missing.ShouldBeGreaterThan(0);
        (data + missing).ShouldBe(300);
    }

    [Fact]
    public void RandomCuts_BetweenClientAndHub_EachSequenceComesOnce_OrAGapCoversIt()
    {
        var steps = from publish in Gen.Choose(0, 30) from cut in Gen.Elements(true, false) select (Publish: publish, Cut: cut);
        var runs = from list in steps.NonEmptyListOf() from kept in Gen.Choose(1, 40) select (Steps: list.Take(12).ToArray(), Kept: kept);
        Prop.ForAll(runs.ToArbitrary(), run => CheckAsync(run.Steps, run.Kept).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(30));
    }

    private static async Task CheckAsync((int Publish, bool Cut)[] steps, int kept)
    {
        await using var server = await RealServer.StartAsync(new RealtimeOptions { ReplayMessages = kept, QueueCapacity = 10_000 });
        await using var proxy = new CuttableProxy(server.Address.Port);
        await using var client = new RealtimeClient(new RealtimeClientOptions
        {
            Address = new Uri($"ws://127.0.0.1:{proxy.Port}/ws"), FirstDelay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromMilliseconds(1), QueueCapacity = 16,
        });
        await using var reading = new Reading(client, "flows");
        await SubscribedAsync(server, 1);

        // Before the first cut the client has to know where it stands: an answer that never came leaves nothing to resume.
        server.Hub.Publish("flows", "1"u8);
        (await reading.DataAsync()).Sequence.ShouldBe(1);
        var publishing = Task.Run(async () =>
        {
            foreach (var (publish, cut) in steps)
            {
                for (var i = 0; i < publish; i++)
                {
                    server.Hub.Publish("flows", "1"u8);
                    await Task.Yield();
                }

                if (cut)
                {
                    proxy.Cut();
                }
            }

            // Where the client is connected again, another message shows that it has all before.
            await Eventually.TrueAsync(() => client.State.State == RealtimeConnectionState.Connected && server.Hub.SubscriptionCount == 1);
            return server.Hub.Publish("flows", "2"u8);
        });
        var covered = new SortedSet<long> { 1 };
        var last = 1L;
        var isLast = false;
        while (!isLast)
        {
            switch (await reading.NextAsync())
            {
                case RealtimeData data:
                    data.Sequence.ShouldBeGreaterThan(last);
                    last = data.Sequence;
                    covered.Add(last);
                    isLast = data.ReadJson().GetInt32() == 2;
                    break;
                case RealtimeGap gap:
                    for (var i = gap.From; i <= gap.To; i++)
                    {
                        covered.Add(i);
                    }
                    break;
            }
        }

        covered.ShouldBe(Enumerable.Range(1, (int)await publishing).Select(i => (long)i));
    }

    private static Task SubscribedAsync(RealServer server, int count) => Eventually.TrueAsync(() => server.Hub.SubscriptionCount == count, "the hub has the subscriptions");

    private sealed class KeyOrToken(RealtimeTokens tokens) : IRealtimeAuthenticator
    {
        public const string Key = "a-key-of-this-test";

        public RealtimeIdentity? Connect(HttpContext context) => null;

        public RealtimeIdentity? Authenticate(string? key, string? token) => key == Key ? RealtimeIdentity.Anonymous : token is null ? null : tokens.Read(token);
    }
}
