using Attune.Lab.Load;

namespace Attune.Suites.Server;

/// <summary>A mix of API requests: of ten, six read flows, one sums up sources, one reads the server's figures, and two store a flow each.</summary>
/// <remarks>Few events, so that the ledger which the other requests read stays about as long as it was.</remarks>
internal sealed class ApiTraffic(Uri server)
{
    private const double MostFailedPercent = 1;

    private const string Event =
        """{"id":"{{uuid}}","timestamp":"2025-01-05T00:00:00Z","source_ip":"192.0.2.1","destination_ip":"mx.example.org","bytes_transferred":1000,"protocol":"ESMTP"}""";

    private static readonly LoadRequest[] Mix =
    [
        new() { Path = "/v1/flows?limit=20&order=desc", Weight = 6, Checks = { LoadCheck.BodyContains("\"items\":[") } },
        new() { Path = "/v1/sources/top?limit=10", Weight = 1, Checks = { LoadCheck.BodyContains("\"items\":[") } },
        new() { Path = "/v1/metrics/history?seconds=60", Weight = 1, Checks = { LoadCheck.BodyContains("\"items\":[") } },
        new()
        {
            Path = "/v1/events", Method = "POST", Weight = 2, Headers = { ["Content-Type"] = "application/json" }, Body = Event,
            Checks = { LoadCheck.BodyContains("\"added\":1") },
        },
    ];

    private int _runs;

    /// <summary>Sends requests at a fixed rate, whatever the answers; latency counts from the instant at which each was due.</summary>
    /// <exception cref="InvalidOperationException">Too many failed: a refusal is quick and takes no memory, so their figures would flatter.</exception>
    public async Task<LoadResult> AtRateAsync(int requests, double perSecond, CancellationToken cancellationToken)
    {
        var result = await RunAsync(OpenModel.At(perSecond, TimeSpan.FromSeconds(requests / perSecond)), requests, cancellationToken);
        return FailedPercent(result) <= MostFailedPercent
            ? result
            : throw new InvalidOperationException($"{FailedPercent(result):0.##} % of the requests failed or were not sent: {string.Join(", ", result.Errors.Keys)}");
    }

    /// <summary>Lets callers send one request after the other, until there were so many.</summary>
    public Task<LoadResult> BackToBackAsync(int requests, int callers, CancellationToken cancellationToken) =>
        RunAsync(ClosedModel.Of(callers, TimeSpan.FromMinutes(1)), requests, cancellationToken);

    /// <summary>Lets callers send one request after the other, for a time.</summary>
    public Task<LoadResult> ForAsync(TimeSpan duration, int callers, CancellationToken cancellationToken) =>
        RunAsync(ClosedModel.Of(callers, duration), int.MaxValue, cancellationToken);

    /// <summary>Requests that did not succeed, or were never sent, in percent of those that were due.</summary>
    public static double FailedPercent(LoadResult result) => 100.0 * (result.Failed + result.NotSent) / Math.Max(1, result.Requests + result.NotSent);

    private async Task<LoadResult> RunAsync(LoadModel model, long requests, CancellationToken cancellationToken)
    {
        // Another seed for each run: with the same one the events would have the ids of the run before.
        var scenario = new LoadScenario { Target = server, Model = model, MaxRequests = requests, Requests = Mix, Seed = ++_runs };
        var result = await LoadRunner.RunAsync(scenario, cancellationToken: cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return result.Requests > 0 ? result : throw new InvalidOperationException($"No request got an outcome: {result.AbortReason}");
    }
}
