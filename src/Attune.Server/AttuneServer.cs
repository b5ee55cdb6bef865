using System.Net;
using System.Threading.RateLimiting;
using Attune.Configuration;
using Attune.Realtime;
using Attune.Server.Api;
using Attune.Server.Dashboard;
using Attune.Server.Ingest;
using Attune.Server.Logging;
using Attune.Server.Security;
using Attune.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Attune.Server;

/// <summary>The platform behind one Kestrel: HTTP API, WebSocket feed, dashboard, health and metrics.</summary>
public sealed partial class AttuneServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private AttuneServer(WebApplication app, AttunePlatform platform)
    {
        _app = app;
        Platform = platform;
        Url = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    /// <summary>The rooms behind it.</summary>
    public AttunePlatform Platform { get; }

    /// <summary>Where the server listens.</summary>
    public Uri Url { get; }

    /// <summary>Opens the store, restores the live stream, and starts to listen.</summary>
    /// <exception cref="StorageException">The store cannot be opened.</exception>
    /// <exception cref="IOException">The port is in use or may not be used.</exception>
    public static async Task<AttuneServer> StartAsync(ResolvedConfiguration configuration, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = [] });
        AttuneLogging.Use(builder.Logging, configuration.Get<LoggingOptions>());
        var options = configuration.Get<ServerOptions>();
        builder.WebHost.UseKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.MaxBodyBytes;
            kestrel.Listen(options.ParsedAddress!, options.Port);
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.ShutdownTimeout);
        AddServices(builder.Services, configuration, options, time ?? TimeProvider.System);

        var app = builder.Build();
        AttunePlatform? platform = null;
        try
        {
            platform = app.Services.GetRequiredService<AttunePlatform>();
            var live = await platform.Pipeline.OpenAsync(LiveStream.Name, IngestMode.Live, cancellationToken);
            app.Services.GetRequiredService<LiveStreamHolder>().Stream = new LiveStream(live);
            Configure(app, options);
            await app.StartAsync(cancellationToken);
            return new AttuneServer(app, platform);
        }
        catch
        {
            if (platform is not null)
            {
                await platform.DisposeAsync();
            }

            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Completes when the process is asked to stop (Ctrl-C, SIGTERM).</summary>
    public Task WaitForShutdownAsync() => _app.WaitForShutdownAsync();

    /// <summary>Lets requests finish, writes everything out, and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        Platform.Hub.Dispose();
        await _app.StopAsync();
        await Platform.DisposeAsync();
        await _app.DisposeAsync();
    }

    private static void AddServices(IServiceCollection services, ResolvedConfiguration configuration, ServerOptions options, TimeProvider time)
    {
        services.AddSingleton(time);
        services.AddSingleton(options);
        services.AddSingleton(configuration.Get<RealtimeOptions>());
        // The platform outlives the container: AttuneServer closes it after the last request.
        services.AddSingleton<Lazy<AttunePlatform>>(provider => new(() => new AttunePlatform(configuration, provider.GetRequiredService<ILoggerFactory>(), time)));
        services.AddTransient(provider => provider.GetRequiredService<Lazy<AttunePlatform>>().Value);
        services.AddTransient(provider => provider.GetRequiredService<AttunePlatform>().Store);
        services.AddTransient(provider => provider.GetRequiredService<AttunePlatform>().Hub);
        services.AddTransient(provider => provider.GetRequiredService<AttunePlatform>().Pipeline);
        services.AddTransient(provider => provider.GetRequiredService<AttunePlatform>().Sampler);
        services.AddTransient(provider => provider.GetRequiredService<AttunePlatform>().Collector);
        services.AddTransient(provider => provider.GetRequiredService<AttunePlatform>().Tunables);
        services.AddSingleton<LiveStreamHolder>();
        services.AddTransient(provider => provider.GetRequiredService<LiveStreamHolder>().Stream!);
        services.AddSingleton(new ApiKey(options.ApiKey));
        services.AddSingleton<WebSocketTickets>();
        services.AddOpenApi();
        services.AddProblemDetails();
        services.AddRoutingCore();
        services.AddRateLimiter(limiter => Limit(limiter, options));
        if (IPAddress.IsLoopback(options.ParsedAddress!))
        {
            // A page of another site must not reach a loopback server under a name of its own (DNS rebinding).
            services.AddHostFiltering(filter => filter.AllowedHosts = ["localhost", "127.0.0.1", "[::1]", options.ParsedAddress!.ToString()]);
        }
        else
        {
            services.AddHostFiltering(filter => filter.AllowedHosts = ["*"]);
        }
    }

    private static void Limit(RateLimiterOptions limiter, ServerOptions options)
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
            context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal)
                ? RateLimitPartition.GetNoLimiter("health")
                : RateLimitPartition.GetTokenBucketLimiter(context.Connection.RemoteIpAddress?.ToString() ?? "", _ => new TokenBucketRateLimiterOptions
                {
                    TokenLimit = options.RateLimitBurst,
                    TokensPerPeriod = Math.Max(1, options.RateLimit / 10),
                    ReplenishmentPeriod = TimeSpan.FromMilliseconds(options.RateLimit >= 10 ? 100 : 1000.0 / options.RateLimit),
                    AutoReplenishment = true,
                }));
        limiter.OnRejected = async (context, _) =>
        {
            context.HttpContext.Response.Headers.RetryAfter = "1";
            await Results.Problem($"At most {options.RateLimit} requests per second are allowed.", statusCode: StatusCodes.Status429TooManyRequests)
                .ExecuteAsync(context.HttpContext);
        };
    }

    private static void Configure(WebApplication app, ServerOptions options)
    {
        app.UseExceptionHandler(handler => handler.Run(context => ExplainAsync(context, options)));
        app.UseStatusCodePages();
        app.UseHostFiltering();
        app.UseMiddleware<RequestLogging>();
        app.UseMiddleware<SecurityMiddleware>();
        app.UseRateLimiter();
        app.UseWebSockets();
        app.UseRouting();
        var api = app.MapGroup("/v1");
        EventEndpoints.Map(api);
        QueryEndpoints.Map(api);
        TunableEndpoints.Map(api);
        api.MapPost("/ws-ticket", (WebSocketTickets tickets) => tickets.Issue() is { } ticket
                ? Results.Ok(new { ticket })
                : Results.Problem("Too many tickets are outstanding; try again later.", statusCode: StatusCodes.Status503ServiceUnavailable))
            .WithSummary("A one-time ticket for a WebSocket from a browser: connect to /ws?ticket=… within 30 seconds.");
        app.MapRealtime("/ws");
        HealthEndpoints.Map(app);
        app.MapOpenApi("/openapi/{documentName}.json");
        DashboardEndpoints.Map(app);
    }

    /// <summary>Turns what went wrong into problem details; what it was in detail goes to the log only.</summary>
    private static Task ExplainAsync(HttpContext context, ServerOptions options)
    {
        var error = context.Features.Get<IExceptionHandlerFeature>()?.Error;
        var (status, detail) = error switch
        {
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
                (StatusCodes.Status413PayloadTooLarge, $"A request body may have {options.MaxBodyBytes} bytes."),
            BadHttpRequestException bad => (bad.StatusCode, bad.InnerException is System.Text.Json.JsonException json ? $"The body is not usable JSON: {json.Message}" : bad.Message),
            StorageException storage => (StatusCodes.Status503ServiceUnavailable, storage.Message),
            ObjectDisposedException => (StatusCodes.Status503ServiceUnavailable, "The server is stopping."),
            _ => (StatusCodes.Status500InternalServerError, "The server failed to answer; its log says why."),
        };
        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = "1";
        }

        return Results.Problem(detail, statusCode: status).ExecuteAsync(context);
    }

    /// <summary>Holds the stream that is opened after the container is built.</summary>
    private sealed class LiveStreamHolder
    {
        public LiveStream? Stream { get; set; }
    }
}
