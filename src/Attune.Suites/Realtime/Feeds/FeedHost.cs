using System.Diagnostics;
using System.Text.Json;
using Attune.Realtime;
using Attune.Suites.Workloads;

namespace Attune.Suites.Realtime.Feeds;

/// <summary>A feed's own process, so that its CPU time and memory are its own: <c>attune benchmark feed</c>.</summary>
public static class FeedHost
{
    /// <summary>Serves what the first line of <paramref name="input"/> asks for, and publishes what later lines ask for, until the input ends.</summary>
    /// <param name="input">Standard input of a child process: it ends when the parent closes it or dies.</param>
    /// <param name="output">One line when it listens and one for each command.</param>
    /// <param name="cancellationToken">Stops it too.</param>
    public static async Task RunAsync(TextReader input, TextWriter output, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        if (await input.ReadLineAsync(cancellationToken) is not { } line || JsonSerializer.Deserialize<FeedSetup>(line, JsonSerializerOptions.Web) is not { } setup)
        {
            return;
        }

        await using var feed = await StartAsync(setup, cancellationToken);
        await AnswerAsync(output, new FeedAnswer(Port: feed.Port), cancellationToken);
        var next = 0;
        while (await input.ReadLineAsync(cancellationToken) is { } text && JsonSerializer.Deserialize<FeedCommand>(text, JsonSerializerOptions.Web) is { } command)
        {
            var start = Stopwatch.GetTimestamp();
            switch (command.Do)
            {
                case FeedCommand.Publish:
                    await PublishAsync(feed, setup.Payloads, next, command, cancellationToken);
                    next += command.Count;
                    break;
                case FeedCommand.Burst:
                    start = await BurstAsync(feed, setup.Payloads, command);
                    break;
            }

            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            await AnswerAsync(output, new FeedAnswer(Seconds: seconds, State: command.Do == FeedCommand.State ? feed.State() : null), cancellationToken);
        }
    }

    private static async Task<IFeed> StartAsync(FeedSetup setup, CancellationToken cancellationToken) => setup.Kind switch
    {
        FeedKind.Attune => await AttuneFeed.StartAsync(setup.Options ?? new RealtimeOptions(), cancellationToken),
        FeedKind.SignalR => await SignalRFeed.StartAsync(cancellationToken),
        _ => throw new InvalidOperationException($"{setup.Kind} is not served by this program."),
    };

    /// <summary>Each message carries the time at which it was due, so that a server which falls behind cannot hide it.</summary>
    private static Task PublishAsync(IFeed feed, IReadOnlyList<string> payloads, int first, FeedCommand command, CancellationToken cancellationToken) => Task.Factory.StartNew(
        () =>
        {
            var pace = new Pace(command.Rate);
            for (var number = first; number < first + command.Count; number++)
            {
                var due = pace.Next(cancellationToken);
                feed.PublishAsync(FeedChannels.Busy, FeedPayloads.Render(payloads[number % payloads.Count], number, due)).AsTask().GetAwaiter().GetResult();
            }
        },
        cancellationToken,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    private static async Task<long> BurstAsync(IFeed feed, IReadOnlyList<string> payloads, FeedCommand command)
    {
        var channels = Enumerable.Range(0, command.Channels).Select(FeedChannels.Numbered).ToArray();
        var texts = payloads.Select(tail => FeedPayloads.Render(tail, 0, 0)).ToArray();
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < command.Count; i++)
        {
            await feed.PublishAsync(channels[i % channels.Length], texts[i % texts.Length]);
        }

        return start;
    }

    private static async Task AnswerAsync(TextWriter output, FeedAnswer answer, CancellationToken cancellationToken)
    {
        await output.WriteLineAsync(JsonSerializer.Serialize(answer, JsonSerializerOptions.Web).AsMemory(), cancellationToken);
        await output.FlushAsync(cancellationToken);
    }
}
