using Attune.Lab.Benchmarks;

namespace Attune.Suites.Server;

/// <summary>An answer to an orchestrator.</summary>
internal sealed class ProbeTime(string name, string description, string path) : HttpBenchmark(name, description)
{
    private readonly HttpClient _client = new();

    public override async ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        using var response = await _client.GetAsync(new Uri(Url, path), cancellationToken);
        response.EnsureSuccessStatusCode();
    }
}
