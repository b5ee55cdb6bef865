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
public sealed class AttuneServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ILoggerFactory _loggers;

    private AttuneServer(WebApplication app, AttunePlatform platform, ILoggerFactory loggers)
    {
        _app = app;
        _loggers = loggers;
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
        var loggers = LoggerFactory.Create(logging => AttuneLogging.Use(logging, configuration.Get<LoggingOptions>()));
        AttunePlatform? platform = null;
        WebApplication? app = null;
        try
        {
            platform = new AttunePlatform(configuration, loggers, time);
            var live = await platform.Pipeline.OpenAsync(LiveStream.Name, IngestMode.Live, cancellationToken);
            app = Build(configuration, platform, new LiveStream(live), loggers);
            await app.StartAsync(cancellationToken);
            return new AttuneServer(app, platform, loggers);
        }
        catch
        {
            if (app is not null)
            {
                await app.DisposeAsync();
            }

            if (platform is not null)
            {
                await platform.DisposeAsync();
            }

            loggers.Dispose();
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
        _loggers.Dispose();
    }

    private static WebApplication Build(ResolvedConfiguration configuration, AttunePlatform platform, LiveStream live, ILoggerFactory loggers)
    {
        var options = configuration.Get<ServerOptions>();
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = [] });
        builder.WebHost.UseKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.MaxBodyBytes;
            kestrel.Listen(options.ParsedAddress!, options.Port);
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.ShutdownTimeout);
        builder.Services.AddSingleton(loggers);
        AddRooms(builder.Services, platform, live);
        AddHttp(builder.Services, options);
        var app = builder.Build();
        Configure(app, options);
        return app;
    }

    /// <summary>The rooms go in as instances: they outlive the container, and AttuneServer closes them after the last request.</summary>
    private static void AddRooms(IServiceCollection services, AttunePlatform platform, LiveStream live)
    {
        services.AddSingleton(platform.Time);
        services.AddSingleton(platform.Configuration.Get<RealtimeOptions>());
        services.AddSingleton(platform.Store);
        services.AddSingleton(platform.Hub);
        services.AddSingleton(platform.Pipeline);
        services.AddSingleton(platform.Sampler);
        services.AddSingleton(platform.Collector);
        services.AddSingleton(platform.Tunables);
        services.AddSingleton(live);
    }

    private static void AddHttp(IServiceCollection services, ServerOptions options)
    {
        services.AddSingleton(options);
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
}
