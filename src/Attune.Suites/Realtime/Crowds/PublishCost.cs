using Attune.Lab.Benchmarks;
using Attune.Suites.Realtime.Feeds;
using Attune.Suites.Realtime.Listeners;
using Attune.Suites.Workloads;

namespace Attune.Suites.Realtime.Crowds;

/// <summary>Whether publishing costs the channel's subscribers only: a hundred times the channels and ten times the clients, five subscribers each.</summary>
internal sealed class PublishCost : RoomBenchmark
{
    private const int Bursts = 9;
    private const int SubscribersOfEach = 5;
    private const int TimesChannels = 100;
    private const int TimesClients = 10;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private Crowd? _few;
    private Crowd? _many;
    private int _messages;
    private int _channels;

    public PublishCost()
        : base(
            RealtimeSuite.Name, "publish_cost_20000_channels", "Time of a publication with 20,000 channels and 10,000 clients beside that with 200 and 1,000; 5 subscribers each",
            new BenchmarkTarget(2, "the realtime room's own aim")) =>
        Peer = new NaiveLoop(() => (Clients, 1, _channels), () => (Clients * TimesClients, TimesChannels / TimesClients, _channels * TimesChannels));

    public override BenchmarkFigure Figure { get; } = BenchmarkFigure.Reported("ratio", Better.Lower);

    public override Peer Peer { get; }

    /// <summary>Clients with few channels: one channel each.</summary>
    private int Clients => _channels * SubscribersOfEach;

    public override string? Unavailable => AttuneProgram.Unavailable;

    public override BenchmarkOptions Configure(BenchmarkOptions options) => options with { Iterations = 5, WarmupIterations = 1, TimeoutSeconds = 120 };

    public override async ValueTask SetUpAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        _channels = Math.Max(1, context.Parameter("clients", 1000, 1, 10_000) / SubscribersOfEach);
        _messages = context.Parameter("messages", 20_000, 1, 50_000);
        _few = await StartAsync(context, Clients, _channels, 1, cancellationToken);
        _many = await StartAsync(context, Clients * TimesClients, _channels * TimesChannels, TimesChannels / TimesClients, cancellationToken);
    }

    public override async ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        // By turns, and the middle one of each: a burst is over in a few milliseconds, which any other process can double.
        var (few, many) = (new double[Bursts], new double[Bursts]);
        for (var i = 0; i < Bursts; i++)
        {
            few[i] = await BurstAsync(_few!, _channels, cancellationToken);
            many[i] = await BurstAsync(_many!, _channels * TimesChannels, cancellationToken);
        }

        Array.Sort(few);
        Array.Sort(many);
        context.Report(many[Bursts / 2] / few[Bursts / 2]);
        context.ReportQuality("ns_per_publish", many[Bursts / 2]);
        context.ReportQuality("ns_per_publish_200", few[Bursts / 2]);
    }

    public override async ValueTask TearDownAsync(BenchmarkContext context)
    {
        foreach (var crowd in new[] { _few, _many })
        {
            if (crowd is not null)
            {
                await crowd.DisposeAsync();
            }
        }
    }

    private static async Task<Crowd> StartAsync(BenchmarkContext context, int clients, int channels, int channelsOfEach, CancellationToken cancellationToken)
    {
        var crowd = new Crowd(new CrowdSetup(FeedKind.Attune, Clients: 0, FeedPayloads.MinBytes));
        try
        {
            await crowd.StartAsync(context, 1, cancellationToken);
            await crowd.AskAsync(
                new ListenerCommand(ListenerCommand.Connect)
                {
                    Kind = FeedKind.Attune, Port = crowd.Feed.Port, Clients = clients, Channels = channels, ChannelsPerClient = channelsOfEach,
                },
                cancellationToken);
            return crowd;
        }
        catch
        {
            await crowd.DisposeAsync();
            throw;
        }
    }

    /// <summary>Every subscriber has received everything before the next burst, so that no queue is full.</summary>
    private async Task<double> BurstAsync(Crowd crowd, int channels, CancellationToken cancellationToken)
    {
        await crowd.AskAsync(new ListenerCommand(ListenerCommand.Begin), cancellationToken);
        var nanoseconds = await crowd.Feed.BurstAsync(_messages, channels, cancellationToken);
        var report = await crowd.AskAsync(
            new ListenerCommand(ListenerCommand.Finish) { Total = (long)_messages * SubscribersOfEach, Seconds = Patience.TotalSeconds }, cancellationToken);
        return report.IsComplete ? nanoseconds : throw new InvalidOperationException($"{report.Received} messages came.");
    }
}
