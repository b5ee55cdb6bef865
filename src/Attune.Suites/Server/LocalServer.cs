using Attune.Configuration;
using Attune.Lab.Benchmarks;
using Attune.Server;
using Attune.Server.Configuration;
using Attune.Storage;
using Attune.Suites.Workloads;

namespace Attune.Suites.Server;

/// <summary>An <see cref="AttuneServer"/> in this process, on a free port of loopback, with rows in its ledger and no limit on requests.</summary>
internal static class LocalServer
{
    private const int FillBatch = 5000;

    /// <summary>Settings that make the server measurable: a free port, no limit of requests for one address.</summary>
    public static IReadOnlyList<(string Path, string Value)> Settings { get; } =
        [("server.port", "0"), ("server.rate_limit", "1000000"), ("server.rate_limit_burst", "10000000"), ("logging.level", "Warning")];

    public static async Task<AttuneServer> StartAsync(BenchmarkContext context, string? profile, CancellationToken cancellationToken)
    {
        var server = await AttuneServer.StartAsync(
            AttuneConfiguration.Load(new ConfigurationSources
            {
                Profile = profile,
                WorkingDirectory = context.WorkFolder,
                CommandLine =
                [
                    .. Settings.Select(setting => (setting.Path, setting.Value, "benchmark")),
                    ("storage.path", Path.Combine(context.WorkFolder, "attune.db"), "benchmark"), ("logging.file", "", "benchmark"),
                ],
            }),
            cancellationToken: cancellationToken);
        try
        {
            var flows = new FlowSequence(seed: 4, FlowSequence.Start, TimeSpan.FromMilliseconds(100));
            for (var left = context.Parameter("rows", 10_000, 0, 10_000_000); left > 0; left -= FillBatch)
            {
                await server.Platform.Storage.Events.AppendAsync(new EventBatch("benchmark", flows.Take(Math.Min(left, FillBatch)), [], []), cancellationToken);
            }

            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }
}
