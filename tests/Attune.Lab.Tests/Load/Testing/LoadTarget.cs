using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Attune.Lab.Tests.Load.Testing;

/// <summary>A Kestrel on a free port of the loopback address that counts what reaches it.</summary>
internal sealed class LoadTarget : IAsyncDisposable
{
    private readonly WebApplication _app;
    private long _requests;

    private LoadTarget(WebApplication app) => _app = app;

    public Uri Address { get; private set; } = null!;

    public long Requests => Interlocked.Read(ref _requests);

    public static async Task<LoadTarget> StartAsync(
        RequestDelegate answer, HttpProtocols protocols = HttpProtocols.Http1, System.Security.Cryptography.X509Certificates.X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = protocols;
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        }));
        var app = builder.Build();
        app.UseWebSockets();
        var target = new LoadTarget(app);
        app.Run(async context =>
        {
            Interlocked.Increment(ref target._requests);
            await answer(context);
        });
        await app.StartAsync();
        target.Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return target;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
