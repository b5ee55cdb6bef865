using Attune.Lab.Benchmarks;
using Attune.Server;
using Attune.Suites.Workloads;

namespace Attune.Suites.Server;

/// <summary>A benchmark that talks to a server in this process.</summary>
internal abstract class HttpBenchmark(string name, string description, string? profile = null) : RoomBenchmark(ServerSuite.Name, name, description)
{
    private AttuneServer? _server;
    private ApiTraffic? _traffic;

    /// <summary>Where the server listens.</summary>
    protected Uri Url => _server?.Url ?? throw new InvalidOperationException("The benchmark is not set up.");

    /// <summary>Requests to it.</summary>
    protected ApiTraffic Traffic => _traffic ?? throw new InvalidOperationException("The benchmark is not set up.");

    public override async ValueTask SetUpAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        _server = await LocalServer.StartAsync(context, profile, cancellationToken);
        _traffic = new ApiTraffic(_server.Url);
    }

    public override async ValueTask TearDownAsync(BenchmarkContext context)
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
