using Attune.Lab.Benchmarks;
using Attune.Server;
using Attune.Suites.Workloads;

namespace Attune.Suites.Server;

/// <summary>A benchmark that talks to a server in this process.</summary>
internal abstract class HttpBenchmark(string name, string description, string? profile = null) : RoomBenchmark(ServerSuite.Name, name, description)
{
    private AttuneServer? _server;

    /// <summary>Where the server listens.</summary>
    protected Uri Url => _server?.Url ?? throw new InvalidOperationException("The benchmark is not set up.");

    public override async ValueTask SetUpAsync(BenchmarkContext context, CancellationToken cancellationToken) =>
        _server = await LocalServer.StartAsync(context, profile, cancellationToken);

    public override async ValueTask TearDownAsync(BenchmarkContext context)
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
