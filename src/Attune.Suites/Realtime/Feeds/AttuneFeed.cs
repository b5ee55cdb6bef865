using System.Text;
using Attune.Measurement;
using Attune.Realtime;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Attune.Suites.Realtime.Feeds;

/// <summary>Attune's hub. Its meters are listened to, as in <c>attune serve</c>.</summary>
internal sealed class AttuneFeed : IFeed
{
    private readonly WebApplication _app;
    private readonly RealtimeHub _hub;
    private readonly MetricsCollector _meters;

    private AttuneFeed(WebApplication app, RealtimeHub hub, MetricsCollector meters) => (_app, _hub, _meters) = (app, hub, meters);

    public int Port => FeedWeb.PortOf(_app);

    public static async Task<AttuneFeed> StartAsync(RealtimeOptions options, CancellationToken cancellationToken)
    {
        var (meters, hub) = (new MetricsCollector("Attune.Realtime"), new RealtimeHub(options));
        RealtimeChannels.DeclareOn(hub);
        hub.Declare(FeedChannels.AnyNumbered);
        var app = await FeedWeb.StartAsync(services => services.AddSingleton(hub), app => app.MapRealtime("/ws"), cancellationToken);
        return new AttuneFeed(app, hub, meters);
    }

    public ValueTask PublishAsync(string channel, string payload)
    {
        _hub.Publish(channel, Encoding.UTF8.GetBytes(payload));
        return ValueTask.CompletedTask;
    }

    public FeedState State() => new(_hub.ClientCount, _hub.SubscriptionCount, _hub.QueueLength, GC.GetTotalMemory(forceFullCollection: true));

    public async ValueTask DisposeAsync()
    {
        _hub.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _meters.Dispose();
    }
}
