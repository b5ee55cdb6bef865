using Attune.Lab.Benchmarks;
using Attune.Suites.Workloads;

namespace Attune.Suites.Realtime.Feeds;

/// <summary>One client of SignalR's own npm package: a check that the measured server speaks to real clients.</summary>
internal sealed class SignalRClient : IAsyncDisposable
{
    private const string Package = "@microsoft/signalr";
    private const double PatienceSeconds = 20;

    private readonly LineProcess _process;

    private SignalRClient(LineProcess process) => _process = process;

    /// <summary>Connects and subscribes to the busy channel; null where the package is not there, which is noted.</summary>
    public static async Task<SignalRClient?> ConnectAsync(BenchmarkContext context, int port, CancellationToken cancellationToken)
    {
        if (NodePackages.Unavailable(Package) is { } reason)
        {
            context.Note("npm_client", $"not checked: {reason}");
            return null;
        }

        var process = LineProcess.Start(NodePackages.Prepare(context.WorkFolder, "signalr-client.cjs", Package));
        try
        {
            await process.AskAsync<Count>(new { port, channel = FeedChannels.Busy }, cancellationToken);
            return new SignalRClient(process);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits for so many messages.</summary>
    /// <exception cref="InvalidOperationException">They did not come.</exception>
    public async Task ExpectAsync(BenchmarkContext context, int messages, CancellationToken cancellationToken)
    {
        var count = await _process.AskAsync<Count>(new { messages, seconds = PatienceSeconds }, cancellationToken);
        if (count.Received != messages)
        {
            throw new InvalidOperationException($"The client of {Package} received {count.Received} of {messages} messages.");
        }

        context.Note("npm_client", $"a client of {Package} received {messages} of {messages} messages");
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private sealed record Count(int Received);
}
