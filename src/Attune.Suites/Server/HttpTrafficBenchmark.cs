using Attune.Lab.Benchmarks;

namespace Attune.Suites.Server;

/// <summary>A benchmark of the API under a mix of requests.</summary>
internal abstract class HttpTrafficBenchmark(string name, string description, string? profile = null) : HttpBenchmark(name, description, profile)
{
    private ApiTraffic? _traffic;

    /// <summary>The requests.</summary>
    protected ApiTraffic Traffic => _traffic ?? throw new InvalidOperationException("The benchmark is not set up.");

    public override BenchmarkOptions Configure(BenchmarkOptions options) => options with { Iterations = 5, WarmupIterations = 1 };

    public override async ValueTask SetUpAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        await base.SetUpAsync(context, cancellationToken);
        _traffic = new ApiTraffic(Url);
    }

    public override ValueTask TearDownAsync(BenchmarkContext context)
    {
        _traffic?.Dispose();
        return base.TearDownAsync(context);
    }
}
