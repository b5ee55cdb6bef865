using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Attune.Suites.Realtime.Feeds;

/// <summary>Kestrel on a free port of loopback, the same for each feed.</summary>
internal static class FeedWeb
{
    public static async Task<WebApplication> StartAsync(Action<IServiceCollection> services, Action<WebApplication> map, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        services(builder.Services);
        var app = builder.Build();
        app.UseWebSockets();
        app.UseRouting();
        map(app);
        await app.StartAsync(cancellationToken);
        return app;
    }

    public static int PortOf(WebApplication app) => new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
}
