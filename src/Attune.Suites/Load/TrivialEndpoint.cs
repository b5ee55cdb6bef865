using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Attune.Suites.Load;

/// <summary>The smallest web server that Kestrel makes: <c>GET /</c> gives <c>Hello</c>. What load generators are compared on.</summary>
/// <remarks>
/// The hidden command <c>attune benchmark endpoint</c> calls <see cref="RunAsync"/>, so that the endpoint's CPU is not counted with the
/// load generator's.
/// </remarks>
public static class TrivialEndpoint
{
    /// <summary>Serves on a free loopback port until <paramref name="input"/> ends; the first line of <paramref name="output"/> is the URL.</summary>
    /// <param name="input">Standard input of a child process: it ends when the parent closes it or dies.</param>
    /// <param name="output">Where the URL goes.</param>
    /// <param name="cancellationToken">Stops the endpoint too.</param>
    public static async Task RunAsync(TextReader input, TextWriter output, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        await using var app = await StartAsync(cancellationToken);
        await output.WriteLineAsync(AddressOf(app).ToString().AsMemory(), cancellationToken);
        await output.FlushAsync(cancellationToken);
        try
        {
            while (await input.ReadLineAsync(cancellationToken) is not null)
            {
                // Only the end of the input means anything.
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping is what was asked for.
        }

        await app.StopAsync(CancellationToken.None);
    }

    internal static async Task<WebApplication> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.Sources.Clear();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.MapGet("/", () => "Hello");
        await app.StartAsync(cancellationToken);
        return app;
    }

    internal static Uri AddressOf(WebApplication app) =>
        new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
}
