using Attune.Lab.Benchmarks;
using Attune.Suites.Workloads;

namespace Attune.Suites.Realtime.Listeners;

/// <summary>Clients in a process of their own, as a benchmark sees them.</summary>
internal sealed class ListenerProcess : IAsyncDisposable
{
    private readonly LineProcess _process;

    private ListenerProcess(LineProcess process) => _process = process;

    /// <inheritdoc cref="LineProcess.Cpu"/>
    public TimeSpan Cpu => _process.Cpu;

    /// <summary>Starts it, without clients yet.</summary>
    public static ListenerProcess Start(BenchmarkContext context)
    {
        var info = AttuneProgram.Prepare(context.WorkFolder, "benchmark", "listen");

        // What arrives is taken on the thread that polls the sockets, without a hop to another.
        info.Environment["DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS"] = "1";
        return new ListenerProcess(LineProcess.Start(info));
    }

    /// <summary>Asks and waits for the answer.</summary>
    public Task<ListenerReport> AskAsync(ListenerCommand command, CancellationToken cancellationToken) => _process.AskAsync<ListenerReport>(command, cancellationToken);

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
