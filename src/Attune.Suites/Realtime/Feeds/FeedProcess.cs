using Attune.Lab.Benchmarks;
using Attune.Realtime;
using Attune.Suites.Workloads;

namespace Attune.Suites.Realtime.Feeds;

/// <summary>A feed in a process of its own, as a benchmark sees it.</summary>
internal sealed class FeedProcess : IAsyncDisposable
{
    private readonly LineProcess _process;

    private FeedProcess(LineProcess process, int port) => (_process, Port) = (process, port);

    /// <summary>Where it listens on loopback.</summary>
    public int Port { get; }

    /// <inheritdoc cref="LineProcess.Cpu"/>
    public TimeSpan Cpu => _process.Cpu;

    /// <inheritdoc cref="LineProcess.MemoryBytes"/>
    public long MemoryBytes => _process.MemoryBytes;

    /// <summary>Why a kind cannot run here; null if it can.</summary>
    public static string? Unavailable(FeedKind kind) => kind == FeedKind.Ws ? NodePackages.Unavailable("ws") : AttuneProgram.Unavailable;

    /// <summary>Starts it; it listens when this returns.</summary>
    public static async Task<FeedProcess> StartAsync(BenchmarkContext context, FeedKind kind, int payloadBytes, bool deflate, RealtimeOptions? options, CancellationToken cancellationToken)
    {
        var setup = new FeedSetup(kind, FeedPayloads.Make(payloadBytes), deflate, options);
        var process = LineProcess.Start(kind == FeedKind.Ws ? NodePackages.Prepare(context.WorkFolder, "ws-feed.cjs", "ws") : AttuneProgram.Prepare(context.WorkFolder, "benchmark", "feed"));
        try
        {
            var answer = await process.AskAsync<FeedAnswer>(setup, cancellationToken);
            return new FeedProcess(process, answer.Port);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Publishes at a steady rate; returns when the last message is published.</summary>
    public Task PublishAsync(int count, double rate, CancellationToken cancellationToken) =>
        _process.AskAsync<FeedAnswer>(new FeedCommand(FeedCommand.Publish, count, rate), cancellationToken);

    /// <summary>Publishes as fast as can be, on each of so many channels in turn.</summary>
    /// <returns>Nanoseconds for each.</returns>
    public async Task<double> BurstAsync(int count, int channels, CancellationToken cancellationToken) =>
        (await _process.AskAsync<FeedAnswer>(new FeedCommand(FeedCommand.Burst, count, Channels: channels), cancellationToken)).Seconds * 1e9 / count;

    /// <summary>What it holds, after a full collection of garbage.</summary>
    public async Task<FeedState> StateAsync(CancellationToken cancellationToken) =>
        (await _process.AskAsync<FeedAnswer>(new FeedCommand(FeedCommand.State), cancellationToken)).State ?? throw new InvalidOperationException("The feed does not tell what it holds.");

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
