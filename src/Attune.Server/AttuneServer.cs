using System.Text.Json;
using System.Threading.RateLimiting;
using Attune.Configuration;
using Attune.Realtime;
using Attune.Realtime.Access;
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
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Attune.Server;

/// <summary>The platform behind one Kestrel: HTTP API, WebSocket feed, dashboard, health and metrics.</summary>
public sealed class AttuneServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ILoggerFactory _loggers;
    private int _disposed;

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

    /// <summary>Opens the store, restores the live stream, and starts to listen. A database server that is away does not keep it from listening: it is not ready until it has reached it.</summary>
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

    /// <summary>Completes when the process is asked to stop (Ctrl-C, SIGTERM), when the server stops by itself, or when the token says so.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken = default) => _app.WaitForShutdownAsync(cancellationToken);

    /// <summary>Lets requests finish, writes everything out, and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _app.StopAsync();
        await Platform.DisposeAsync();
        await _app.DisposeAsync();
        _loggers.Dispose();
    }

    private static WebApplication Build(ResolvedConfiguration configuration, AttunePlatform platform, LiveStream live, ILoggerFactory loggers)
    {
        var options = configuration.Get<ServerOptions>();
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = [] });

        // One way to configure: an appsettings.json that happens to lie there must not open another port.
        ((IConfigurationBuilder)builder.Configuration).Sources.Clear();
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

        // Requests that wait for a database which is away must not hold up the stop.
        app.Lifetime.ApplicationStopping.Register(platform.Storage.EndPatience);
        return app;
    }

    /// <summary>The rooms go in as instances: they outlive the container, and AttuneServer closes them after the last request.</summary>
    private static void AddRooms(IServiceCollection services, AttunePlatform platform, LiveStream live)
    {
        services.AddSingleton(platform.Time);
        services.AddSingleton(platform.Configuration.Get<RealtimeOptions>());
        services.AddSingleton(platform.Storage);
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
        services.AddSingleton<TokenSigner>();
        services.AddSingleton<IRealtimeAuthenticator, ServerAuthenticator>();
        services.AddSingleton<Readiness>();
        services.AddOpenApi();
        services.AddProblemDetails();
        services.AddRoutingCore();
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.AddRateLimiter(limiter => Limit(limiter, options));
    }

    private static void Limit(RateLimiterOptions limiter, ServerOptions options)
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.AddConcurrencyLimiter(EventEndpoints.ConcurrencyPolicy, ingest =>
        {
            ingest.PermitLimit = options.MaxConcurrentIngests;
            ingest.QueueLimit = options.MaxConcurrentIngests * 16;
        });
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
            IsProbe(context.Request.Path)
                ? RateLimitPartition.GetNoLimiter("health")
                : RateLimitPartition.GetTokenBucketLimiter(context.Connection.RemoteIpAddress?.ToString() ?? "", _ => new TokenBucketRateLimiterOptions
                {
                    TokenLimit = options.RateLimitBurst,
                    TokensPerPeriod = options.RateLimit,
                    ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                    AutoReplenishment = true,
                }));
        limiter.OnRejected = async (context, _) =>
        {
            context.HttpContext.Response.Headers.RetryAfter = "1";
            await Results.Problem($"At most {options.RateLimit} requests per second are allowed.", statusCode: StatusCodes.Status429TooManyRequests)
                .ExecuteAsync(context.HttpContext);
        };
    }

    /// <summary>Orchestrators must not take a busy server for a dead one.</summary>
    private static bool IsProbe(PathString path) =>
        path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase) || path.StartsWithSegments("/ready", StringComparison.OrdinalIgnoreCase);

    private static void Configure(WebApplication app, ServerOptions options)
    {
        app.UseMiddleware<RequestLogging>();
        app.UseMiddleware<SecurityHeaders>();
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = context => ExplainAsync(context, options),
            // What a client got wrong is told to the client; it is no error of the server's.
            SuppressDiagnosticsCallback = context => context.Exception is BadHttpRequestException,
        });
        app.UseStatusCodePages();
        app.UseMiddleware<HostGuard>();

        // Before the key: guesses at it are limited as well.
        app.UseRateLimiter();
        app.UseMiddleware<KeyGuard>();
        app.UseRouting();
        var api = app.MapGroup("/v1");
        EventEndpoints.Map(api);
        QueryEndpoints.Map(api);
        AnalyticsEndpoints.Map(api);
        TunableEndpoints.Map(api);
        TokenEndpoints.Map(api);
        app.MapRealtime("/ws");
        HealthEndpoints.Map(app);
        app.MapOpenApi("/openapi/{documentName}.json");
        DashboardEndpoints.Map(app);
    }

    /// <summary>Turns what went wrong into problem details; what it was in detail goes to the log only.</summary>
    private static Task ExplainAsync(HttpContext context, ServerOptions options)
    {
        var error = context.Features.Get<IExceptionHandlerFeature>()?.Error;
        var retry = error is StorageException { IsTransient: true } or ObjectDisposedException;
        var (status, detail) = error switch
        {
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
                (StatusCodes.Status413PayloadTooLarge, $"A request body may have {options.MaxBodyBytes} bytes."),
            BadHttpRequestException bad => (bad.StatusCode, bad.InnerException is JsonException json ? $"The body is not usable JSON: {Place(json)}." : bad.Message),
            StorageException storage => (StatusCodes.Status503ServiceUnavailable, storage.Message),
            ObjectDisposedException => (StatusCodes.Status503ServiceUnavailable, "The server is stopping."),
            _ => (StatusCodes.Status500InternalServerError, "The server failed to answer; its log says why."),
        };
        if (retry)
        {
            context.Response.Headers.RetryAfter = "1";
        }

        return Results.Problem(detail, statusCode: status).ExecuteAsync(context);
    }

    /// <summary>The parser's own message names types of this program.</summary>
    private static string Place(JsonException error) =>
        $"{(error.Path is { Length: > 0 } path ? $"something else was expected at {path}, " : "")}line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}";
}
