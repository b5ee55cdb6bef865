using System.Diagnostics;
using System.Net.Mime;
using System.Text;
using System.Text.Json;
using Attune.Measurement;
using Attune.Suites.Workloads;

namespace Attune.Suites.Server;

/// <summary>A mix of API requests: of ten, six read flows, one sums up sources, one reads the server's figures, and two store ten flows each.</summary>
internal sealed class ApiTraffic : IDisposable
{
    private const int EventsPerPost = 10;

    private static readonly DateTime FirstEvent = FlowSequence.Start.AddYears(-1);

    private readonly HttpClient _client;
    private long _number;

    public ApiTraffic(Uri server) => _client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 256 }) { BaseAddress = server, Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>Sends requests at a fixed rate, whatever the answers; latency counts from the instant at which each was due.</summary>
    public async Task<HttpRun> AtRateAsync(int requests, double perSecond, CancellationToken cancellationToken)
    {
        var (latencies, failed, start) = (new LatencyHistogram(), 0L, Stopwatch.GetTimestamp());
        var pace = new Pace(perSecond);
        var sent = new List<Task>(requests);
        for (var i = 0; i < requests; i++)
        {
            sent.Add(SendAsync(await pace.NextAsync(cancellationToken)));
        }

        await Task.WhenAll(sent);
        return new HttpRun(latencies.Snapshot(), failed, Stopwatch.GetElapsedTime(start));

        async Task SendAsync(long due)
        {
            var succeeded = await SendOneAsync(cancellationToken);
            latencies.Record(Stopwatch.GetElapsedTime(due));
            Interlocked.Add(ref failed, succeeded ? 0 : 1);
        }
    }

    /// <summary>Lets callers send one request after the other.</summary>
    public async Task<HttpRun> BackToBackAsync(int requests, int callers, CancellationToken cancellationToken)
    {
        var (latencies, failed, left, start) = (new LatencyHistogram(), 0L, requests, Stopwatch.GetTimestamp());
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(
            async () =>
            {
                while (Interlocked.Decrement(ref left) >= 0)
                {
                    var sent = Stopwatch.GetTimestamp();
                    var succeeded = await SendOneAsync(cancellationToken);
                    latencies.Record(Stopwatch.GetElapsedTime(sent));
                    Interlocked.Add(ref failed, succeeded ? 0 : 1);
                }
            },
            cancellationToken)));
        return new HttpRun(latencies.Snapshot(), failed, Stopwatch.GetElapsedTime(start));
    }

    public void Dispose() => _client.Dispose();

    private async Task<bool> SendOneAsync(CancellationToken cancellationToken)
    {
        try
        {
            var number = Interlocked.Increment(ref _number);
            return (number % 10) switch
            {
                0 or 5 => await PostAsync(number, cancellationToken),
                1 => await GetAsync("/v1/sources/top?limit=10", cancellationToken),
                2 => await GetAsync("/v1/metrics/history?seconds=60", cancellationToken),
                _ => await GetAsync("/v1/flows?limit=20&order=desc", cancellationToken),
            };
        }
        catch (Exception error) when (error is HttpRequestException || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }

    private async Task<bool> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await _client.GetAsync(path, cancellationToken);
        return response.IsSuccessStatusCode && (await response.Content.ReadAsByteArrayAsync(cancellationToken)) is [(byte)'{', .., (byte)'}'];
    }

    private async Task<bool> PostAsync(long number, CancellationToken cancellationToken)
    {
        using var content = new StringContent(Events(number), Encoding.UTF8, MediaTypeNames.Application.Json);
        using var response = await _client.PostAsync("/v1/events", content, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            return false;
        }

        using var answer = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        return answer.RootElement.GetProperty("added").GetInt32() == EventsPerPost;
    }

    /// <summary>The events of a request; their times, and so their ids, are used once only.</summary>
    private static string Events(long number)
    {
        var text = new StringBuilder("[");
        for (var i = 0; i < EventsPerPost; i++)
        {
            var time = FirstEvent.AddMilliseconds((number * EventsPerPost) + i);
            text.Append(i == 0 ? "" : ",").Append(
                $$"""{"timestamp":"{{time:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}}","source_ip":"192.0.2.{{(number + i) % 254}}","destination_ip":"mx.example.org","bytes_transferred":{{1000 + i}},"protocol":"ESMTP"}""");
        }

        return text.Append(']').ToString();
    }
}
