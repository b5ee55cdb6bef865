using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace Attune.Suites.Realtime.Feeds;

/// <summary>SignalR with its JSON protocol: a group for each channel, sent to by the hub's context. SignalR serialises a message once for a group.</summary>
internal sealed class SignalRFeed : IFeed
{
    private readonly WebApplication _app;
    private readonly IHubContext<SignalRFeedHub> _hub;

    private SignalRFeed(WebApplication app) => (_app, _hub) = (app, app.Services.GetRequiredService<IHubContext<SignalRFeedHub>>());

    public int Port => FeedWeb.PortOf(_app);

    public static async Task<SignalRFeed> StartAsync(CancellationToken cancellationToken) => new(await FeedWeb.StartAsync(
        services => services.AddSignalR(options => options.ClientTimeoutInterval = TimeSpan.FromMinutes(10)), app => app.MapHub<SignalRFeedHub>("/feed"), cancellationToken));

    public async ValueTask PublishAsync(string channel, string payload)
    {
        using var json = JsonDocument.Parse(payload);
        await _hub.Clients.Group(channel).SendAsync("data", json.RootElement);
    }

    public FeedState State() => new(0, 0, 0, GC.GetTotalMemory(forceFullCollection: true));

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
