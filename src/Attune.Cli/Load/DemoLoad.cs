using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Attune.Events;
using Attune.Lab.Load;
using Attune.Lab.Reports;
using Attune.Streaming.Sources;

namespace Attune.Cli.Load;

/// <summary>Load on the demo's own server while the page shows it: texts of the replay go in through the HTTP API, and its reads are asked for.</summary>
internal sealed class DemoLoad : IDisposable
{
    /// <summary>Requests a second when no rate is given.</summary>
    public const double DefaultRate = 200;

    private const int TextsWanted = 500;
    private const int LongestBody = 400;
    private const double PostWeight = 6;
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(10);
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string[] Reads = ["/v1/windows?limit=7", "/v1/sources/top?limit=10", "/v1/dead-letters/summary", "/v1/flows?limit=50", "/v1/metrics/history?seconds=60"];

    private readonly List<TextEvent> _texts = [];
    private readonly TaskCompletionSource<IReadOnlyList<TextEvent>> _enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task<LoadResult?> _run;

    public DemoLoad(Uri server, string apiKey, double rate, DateTimeOffset now) => _run = RunAsync(server, apiKey, rate, now);

    /// <summary>Takes the first texts of the replay; the load begins when there are enough.</summary>
    public void Take(SourceBatch batch)
    {
        if (_enough.Task.IsCompleted)
        {
            return;
        }

        _texts.AddRange(batch.Texts);
        if (_texts.Count >= TextsWanted)
        {
            _enough.TrySetResult([.. _texts]);
        }
    }

    /// <summary>There are no more texts: the load makes do with those it has.</summary>
    public void CompleteTexts() => _enough.TrySetResult([.. _texts]);

    /// <summary>Ends the load; its result, or null if it had not begun.</summary>
    public async Task<LoadResult?> StopAsync()
    {
        await _stop.CancelAsync();
        _enough.TrySetCanceled();
        // That the demo ends is no failure of the load, and the CPU time is the whole server's.
        return await _run is { } result ? result with { AbortReason = null, NotSent = 0, ClientCpu = TimeSpan.Zero } : null;
    }

    public static void Write(LoadResult result, bool json)
    {
        var outcome = ReportOutcome.Of(result);
        if (json)
        {
            Console.Error.WriteLine($"Load: {Figure.Rate(result.RequestsPerSecond)}, p95 {Figure.Milliseconds(result.Latency.Percentile(95) * 1000)}, success {Figure.Percent(result.SuccessRate)}");
        }
        else
        {
            LoadRun.Write(result, outcome, brief: false);
        }
    }

    public void Dispose() => _stop.Dispose();

    private async Task<LoadResult?> RunAsync(Uri server, string apiKey, double rate, DateTimeOffset now)
    {
        var folder = Directory.CreateTempSubdirectory("attune-load-");
        try
        {
            var texts = await _enough.Task;
            var scenario = new LoadScenario
            {
                Name = "demo",
                Target = Reachable(server),
                // The server is this process, wherever it listens.
                AllowRemote = true,
                Model = OpenModel.At(rate, LongestRun),
                Requests = [.. Reads.Select(path => new LoadRequest { Path = path })],
            };
            if (apiKey.Length > 0)
            {
                scenario.Headers["Authorization"] = $"ApiKey {apiKey}";
            }

            if (texts.Count > 0)
            {
                scenario.DataFile = Path.Combine(folder.FullName, "texts.jsonl");
                await File.WriteAllLinesAsync(scenario.DataFile, texts.Select((text, index) => Row(text, now.UtcDateTime.AddMilliseconds(index))), _stop.Token);
                scenario.Requests.Add(Post());
            }

            return await LoadRunner.RunAsync(scenario, cancellationToken: _stop.Token);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static LoadRequest Post() => new()
    {
        Method = "POST",
        Path = "/v1/events",
        Weight = PostWeight,
        Headers = new Dictionary<string, string> { ["Content-Type"] = "application/json" },
        Body = """
            {"type":"text","id":"{{uuid}}","timestamp":"{{data.timestamp}}","sender_domain":"{{data.domain}}","subject":"{{data.subject}}","body":"{{data.body}}"}
            """,
    };

    private static string Row(TextEvent text, DateTime timestamp) => JsonSerializer.Serialize(new
    {
        timestamp = timestamp.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
        domain = text.SenderDomain,
        subject = text.Subject,
        body = text.Body.Length > LongestBody ? text.Body[..LongestBody] : text.Body,
    }, Relaxed);

    /// <summary>A server that listens on every address is reached through the loopback one.</summary>
    private static Uri Reachable(Uri server) => server.Host is "0.0.0.0" or "[::]" ? new UriBuilder(server) { Host = "127.0.0.1" }.Uri : server;
}
