using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Attune.Server.Tests.Testing;
using Attune.Testing;

namespace Attune.Server.Tests.Api;

public sealed class HealthEndpointsTests : IAsyncLifetime
{
    private RunningServer _server = null!;

    public async Task InitializeAsync() => _server = await RunningServer.StartAsync(
        ("streaming.window_size", "01:00:00"), ("streaming.max_out_of_orderness", "00:00:00"));

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("/health", "live")]
    [InlineData("/health/live", "live")]
    [InlineData("/ready", "ready")]
    [InlineData("/health/ready", "ready")]
    public async Task Get_OnAHealthyServer_SaysSo(string path, string status) =>
        (await _server.GetJsonAsync(path)).GetProperty("status").GetString().ShouldBe(status);

    [Fact]
    public async Task Metrics_AfterAPost_HoldTheIngestCounters()
    {
        var body = EventBodies.Array(
            EventBodies.Flow(1, bytes: 300), EventBodies.Flow(2, bytes: 20, protocol: "HTTP"), EventBodies.Text(3),
            EventBodies.Flow(4, bytes: 4, time: SampleEvents.Start.AddHours(1)));
        await _server.IngestAsync(body);
        await _server.IngestAsync(body);
        await Eventually.TrueAsync(async () => (await MetricsAsync()).Samples.GetValueOrDefault("attune_ingest_windows_total") == 1, "one window closes");

        var samples = (await MetricsAsync()).Samples;

        samples["attune_ingest_flows_total"].ShouldBe(3);
        samples["attune_ingest_messages_total"].ShouldBe(1);
        samples["attune_ingest_duplicates_total"].ShouldBe(4);
        samples.Where(sample => sample.Key.StartsWith("attune_ingest_bytes", StringComparison.Ordinal) && sample.Key.Contains("SMTP")).Single().Value.ShouldBe(304);
        samples.Where(sample => sample.Key.StartsWith("attune_ingest_latency", StringComparison.Ordinal) && sample.Key.Contains("count")).Single().Value.ShouldBe(8);
    }

    [Fact]
    public async Task Metrics_HasOneHelpAndTypePerFamilyAndNoSeriesTwice()
    {
        await _server.IngestAsync(EventBodies.Flow(1));
        await _server.GetJsonAsync("/v1/flows");

        var (text, samples) = await MetricsAsync();

        var lines = text.Split('\n');
        foreach (var kind in new[] { "# HELP ", "# TYPE " })
        {
            var names = lines.Where(line => line.StartsWith(kind, StringComparison.Ordinal)).Select(line => line.Split(' ')[2]).ToList();
            names.ShouldNotBeEmpty();
            names.ShouldBeUnique();
        }

        samples.Keys.ShouldContain(name => name.StartsWith("http_server_request_duration_seconds_count", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Metrics_HaveTheContentTypeOfTheTextFormat()
    {
        using var response = await _server.Client.GetAsync("/metrics");

        response.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; version=0.0.4; charset=utf-8");
    }

    [SkippableFact]
    public async Task Metrics_PassTheCheckOfPrometheus()
    {
        await _server.IngestAsync(EventBodies.Array(EventBodies.Flow(1), EventBodies.Text(2)));
        var (text, _) = await MetricsAsync();
        using var promtool = Start();
        Skip.If(promtool is null, "promtool is not installed");

        await promtool.StandardInput.WriteAsync(text);
        promtool.StandardInput.Close();
        var output = await promtool.StandardOutput.ReadToEndAsync() + await promtool.StandardError.ReadToEndAsync();
        await promtool.WaitForExitAsync().WithinLimit();

        promtool.ExitCode.ShouldBe(0, output);
        output.ShouldBeEmpty();
    }

    [Fact]
    public async Task OpenApi_ListsThePaths()
    {
        var document = await _server.GetJsonAsync("/openapi/v1.json");

        document.GetProperty("openapi").GetString()!.ShouldStartWith("3.");
        document.GetProperty("paths").EnumerateObject().Select(path => path.Name).ShouldBe(
            [
                "/v1/events", "/v1/flows", "/v1/windows", "/v1/sources/top", "/v1/spam-days", "/v1/dead-letters", "/v1/dead-letters/summary", "/v1/rows",
                "/v1/analytics/events", "/v1/analytics/buckets", "/v1/analytics/sources", "/v1/decisions", "/v1/metrics/history", "/v1/tunables", "/v1/tunables/{name}", "/v1/realtime/tokens", "/health", "/health/live", "/ready", "/health/ready", "/metrics",
            ],
            ignoreOrder: true);
        document.GetProperty("paths").GetProperty("/v1/events").GetProperty("post").GetProperty("requestBody").GetProperty("content")
            .EnumerateObject().Select(type => type.Name).ShouldBe(["application/json", "application/x-ndjson", "application/jsonl"]);
    }

    private static Process? Start()
    {
        try
        {
            return Process.Start(new ProcessStartInfo("promtool", ["check", "metrics"])
            {
                UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            });
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    /// <summary>The text and its samples; a series that stands there twice fails the test.</summary>
    private async Task<(string Text, Dictionary<string, double> Samples)> MetricsAsync()
    {
        var text = await _server.Client.GetStringAsync("/metrics");
        var samples = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n').Where(line => line.Length > 0 && line[0] != '#'))
        {
            var end = line.LastIndexOf(' ');
            samples.TryAdd(line[..end], double.Parse(line[(end + 1)..].Replace("+Inf", "Infinity", StringComparison.Ordinal), CultureInfo.InvariantCulture)).ShouldBeTrue(line);
        }

        return (text, samples);
    }
}
