using Attune.Realtime.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Attune.Realtime.Client.Tests.Server;

/// <summary>The real hub on Kestrel.</summary>
internal sealed class RealServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RealServer(WebApplication app, RealtimeHub hub) => (_app, Hub) = (app, hub);

    public RealtimeHub Hub { get; }

    public Uri Address => new($"{_app.Urls.First()}/ws");

    /// <summary>The channels flows and jobs.*, and metrics, whose last message is its state.</summary>
    public static async Task<RealServer> StartAsync(RealtimeOptions? options = null, IRealtimeAuthenticator? authenticator = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var hub = new RealtimeHub(options ?? new RealtimeOptions());
        hub.Declare("flows");
        hub.Declare("jobs.*");
        hub.Declare("metrics", new RealtimeChannelOptions { LastIsSnapshot = true });
        builder.Services.AddSingleton(hub);
        if (authenticator is not null)
        {
            builder.Services.AddSingleton(authenticator);
        }

        var app = builder.Build();
        app.MapRealtime("/ws");
        await app.StartAsync();
        return new RealServer(app, hub);
    }

    public async ValueTask DisposeAsync()
    {
        Hub.Dispose();
        await _app.DisposeAsync();
    }
}
