using Attune.Lab.Benchmarks;
using Attune.Realtime;
using Attune.Suites.Realtime.Feeds;
using Attune.Suites.Workloads;

namespace Attune.Suites.Realtime.Crowds;

/// <summary>Runs of one feed with one kind of message, from which several rows read their figures.</summary>
internal sealed class CrowdSource(FeedKind kind, int payloadBytes)
{
    private readonly SharedRuns<CrowdRun> _runs = new();

    /// <summary>What serves.</summary>
    public FeedKind Kind => kind;

    /// <summary>Load where a person asks for no other.</summary>
    public CrowdLoad Load { get; init; } = CrowdLoad.Usual;

    /// <summary>Whether permessage-deflate is offered by both sides.</summary>
    public bool Deflate { get; init; }

    /// <summary>Clients on a quiet channel, for each on the busy one.</summary>
    public int IdleForEach { get; init; }

    /// <summary>Settings of Attune's hub, read in a folder without settings of its own; their limits on clients are raised. The defaults where null.</summary>
    public Func<string, RealtimeOptions>? Options { get; init; }

    /// <summary>Name as printed.</summary>
    public string Title => kind switch
    {
        FeedKind.Ws => Deflate ? "ws 8.23 on node, permessage-deflate" : "ws 8.23 on node",
        FeedKind.SignalR => "ASP.NET Core SignalR, JSON over WebSocket",
        _ => "Attune",
    };

    /// <summary>The next run that a reader has not seen.</summary>
    public ValueTask<CrowdRun> NextAsync(SharedRuns<CrowdRun>.Cursor seen, BenchmarkContext context, Func<Task<CrowdRun>> run) => _runs.NextAsync(seen, context, run);

    /// <summary>A crowd for a reader of its own.</summary>
    public Crowd Create(BenchmarkContext context, int clients)
    {
        var options = CrowdSetup.MakeRoom(Options?.Invoke(context.WorkFolder) ?? new RealtimeOptions());
        options.FlushWindow = TimeSpan.FromMilliseconds(context.Parameter("window", (int)options.FlushWindow.TotalMilliseconds, 0, 1000));
        return new Crowd(new CrowdSetup(kind, clients, payloadBytes) { Deflate = Deflate, Idle = clients * IdleForEach, Options = options });
    }
}
