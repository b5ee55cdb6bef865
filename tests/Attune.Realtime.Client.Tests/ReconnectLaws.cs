using Attune.Realtime.Client.Tests.Server;
using Attune.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Realtime.Client.Tests;

/// <summary>However often and wherever the connection breaks: each message comes once, in order, or a gap tells that it does not.</summary>
public sealed class ReconnectLaws
{
    private const int Channels = 2;

    [Fact]
    public void RandomCuts_EachSequenceComesOnce_OrAGapCoversIt()
    {
        // Each life of a connection: what it sends before it breaks, and how much is published while it is broken.
        var life = from sends in Gen.Choose(0, 12) from missed in Gen.Choose(0, 12) from batch in Gen.Choose(1, 4) from again in Gen.Choose(0, 3) from polite in Gen.Elements(true, false)
                   select new Life(sends, missed, batch, again, polite);
        var runs = from lives in life.ListOf() from kept in Gen.Choose(1, 20) from capacity in Gen.Choose(1, 8) select new Run([.. lives.Take(6)], kept, capacity);
        Prop.ForAll(runs.ToArbitrary(), run => CheckAsync(run).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(60));
    }

    private static async Task CheckAsync(Run run)
    {
        await using var server = await FakeServer.StartAsync();
        var feed = new Feed(run.Kept);
        var scripted = ServeAsync(server, feed, run.Lives);
        await using var client = new RealtimeClient(new RealtimeClientOptions
        {
            Address = server.Address, Seed = 1, FirstDelay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromMilliseconds(1), QueueCapacity = run.Capacity,
        });
        var start = new RealtimeResumePoint(Feed.Epoch, Feed.Names.ToDictionary(name => name, _ => 0L));
        var covered = Feed.Names.ToDictionary(name => name, _ => new SortedSet<long>());
        var last = Feed.Names.ToDictionary(name => name, _ => 0L);
        await foreach (var item in client.SubscribeAsync("c.*", new SubscriptionOptions { Resume = start }).WithCancellation(new CancellationTokenSource(Eventually.Bound).Token))
        {
            if (item is RealtimeData data)
            {
                data.Sequence.ShouldBeGreaterThan(last[data.Channel], "no message comes twice, and all in order");
                covered[data.Channel].ShouldNotContain(data.Sequence, "what was told as a gap does not come");
                data.ReadJson().GetInt64().ShouldBe(data.Sequence);
                last[data.Channel] = data.Sequence;
                covered[data.Channel].Add(data.Sequence);
            }
            else if (item is RealtimeGap gap)
            {
                gap.Reason.ShouldBe("expired");
                for (var sequence = gap.From; sequence <= gap.To; sequence++)
                {
                    covered[gap.Channel].Add(sequence).ShouldBeTrue("a gap does not cover what came");
                }
            }

            if (feed.IsFinal && Feed.Names.All(name => covered[name].Max == feed.Last(name)))
            {
                break;
            }
        }

        await scripted;
        foreach (var name in Feed.Names)
        {
            covered[name].ShouldBe(Enumerable.Range(1, (int)feed.Last(name)).Select(sequence => (long)sequence));
        }
    }

    private static async Task ServeAsync(FakeServer server, Feed feed, Life[] lives)
    {
        var random = new Random(lives.Length);
        feed.Publish(3);
        foreach (var life in lives)
        {
            var connection = await server.AcceptAsync();
            if (await ResumeAsync(connection, feed) is not { } sent)
            {
                feed.Publish(life.Missed);
                continue;
            }

            // Sent again: what a server may do that does not remember exactly.
            var messages = sent.TakeLast(life.Again).ToList();
            for (var i = 0; i < life.Sends; i++)
            {
                messages.AddRange(feed.Publish(1));
            }

            foreach (var chunk in messages.Chunk(life.Batch))
            {
                await (chunk.Length == 1 ? connection.SendAsync(chunk[0]) : connection.SendAsync(FakeConnection.Batch(chunk)));
                if (random.Next(6) == 0)
                {
                    break;
                }
            }

            if (life.IsPolite)
            {
                await connection.CloseAsync(1001);
            }
            else
            {
                connection.Cut();
            }

            feed.Publish(life.Missed);
        }

        // The last connection holds, and goes on until the client has all.
        var final = await server.AcceptAsync();
        await ResumeAsync(final, feed);
        _ = SendOnAsync(final, feed);
    }

    private static async Task SendOnAsync(FakeConnection connection, Feed feed)
    {
        var messages = feed.Publish(4);
        feed.IsFinal = true;
        foreach (var message in messages)
        {
            await connection.SendAsync(message);
        }
    }

    /// <summary>Answers the subscription as the protocol says.</summary>
    private static async Task<List<string>?> ResumeAsync(FakeConnection connection, Feed feed)
    {
        if (await connection.ReadAsync() is not { } request)
        {
            return null;
        }

        await connection.SubscribedAsync(request, null, Feed.Epoch);
        var sent = new List<string>();
        foreach (var position in request.GetProperty("resume").GetProperty("sequences").EnumerateObject())
        {
            sent.AddRange(feed.After(position.Name, position.Value.GetInt64()));
        }

        foreach (var message in sent)
        {
            await connection.SendAsync(message);
        }

        return sent;
    }

    private sealed record Life(int Sends, int Missed, int Batch, int Again, bool IsPolite);

    private sealed record Run(Life[] Lives, int Kept, int Capacity);

    /// <summary>Two channels, of each of which the last messages are kept.</summary>
    private sealed class Feed(int kept)
    {
        public const string Epoch = "e1";
        private readonly long[] _last = new long[Channels];
        private int _turn;
        private volatile bool _isFinal;

        public static string[] Names { get; } = [.. Enumerable.Range(0, Channels).Select(i => $"c.{i}")];

        /// <summary>Nothing more will be published.</summary>
        public bool IsFinal
        {
            get => _isFinal;
            set => _isFinal = value;
        }

        public long Last(string name) => _last[Array.IndexOf(Names, name)];

        public List<string> Publish(int count)
        {
            var messages = new List<string>();
            for (var i = 0; i < count; i++)
            {
                var channel = _turn++ % Channels;
                messages.Add(FakeConnection.Data(Names[channel], ++_last[channel]));
            }

            return messages;
        }

        public IEnumerable<string> After(string name, long sequence)
        {
            var first = Math.Max(1, Last(name) - kept + 1);
            if (sequence + 1 < first)
            {
                yield return FakeConnection.Gap(name, sequence + 1, first - 1, first - 1 - sequence, "expired");
            }

            for (var next = Math.Max(first, sequence + 1); next <= Last(name); next++)
            {
                yield return FakeConnection.Data(name, next);
            }
        }
    }
}
