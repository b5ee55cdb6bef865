using System.Text.Json;
using Attune.Server.Logging;
using Attune.Server.Tests.Testing;
using Attune.Testing;
using Microsoft.Extensions.Logging;
using Serilog.Events;

namespace Attune.Server.Tests.Logging;

public sealed class AttuneLoggingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Json_WritesOneObjectALine()
    {
        await using (var server = await StartAsync(("logging.json", "true")))
        {
            using var good = await server.Client.GetAsync("/v1/rows");
            using var bad = await server.Client.GetAsync("/v1/%0A%22nowhere%22");
        }

        var lines = await LinesAsync();
        var requests = lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("Properties"))
            .Where(properties => properties.TryGetProperty("Status", out _)).Select(properties => properties.GetProperty("Status").GetInt32());
        requests.ShouldBe([200, 404]);
    }

    [SkippableFact]
    public void File_OnAFullDisk_ClosesWithoutAnError()
    {
        Skip.IfNot(File.Exists("/dev/full"));
        var loggers = LoggerFactory.Create(logging => AttuneLogging.Use(logging, new LoggingOptions { File = "/dev/full" }));
        loggers.CreateLogger("test").LogWarning("nobody will read this");
        Should.NotThrow(loggers.Dispose);
    }

    [Fact]
    public async Task Text_PathWithALineBreak_StaysOnOneLine()
    {
        await using (var server = await StartAsync())
        {
            using var response = await server.Client.GetAsync("/nowhere%0A2026-01-01%20[ERR]%20forged");
        }

        (await LinesAsync()).Count(line => line.Contains("forged")).ShouldBe(1);
        (await LinesAsync()).ShouldAllBe(line => line.Contains("[INF]"));
    }

    [Fact]
    public async Task Requests_AreLoggedWithTheStatusThatTheClientGot()
    {
        await using (var server = await StartAsync(("server.max_body_bytes", "1024")))
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/events") { Content = new StringContent(new string(' ', 2000), null, "application/json") };
            request.Headers.ExpectContinue = true;
            using var response = await server.Client.SendAsync(request);
        }

        var line = (await LinesAsync()).Single();
        line.ShouldContain("POST /v1/events 413");
        line.ShouldContain("[INF]");
    }

    [Fact]
    public async Task SampleEvery_KeepsOneInThatManyRequests()
    {
        await using (var server = await StartAsync(("logging.sample_every", "5")))
        {
            for (var i = 0; i < 50; i++)
            {
                using var response = await server.Client.GetAsync("/v1/rows");
            }
        }

        (await LinesAsync()).Count(line => line.Contains("/v1/rows")).ShouldBe(10);
    }

    [Fact]
    public async Task SampleEvery_KeepsEveryWarningAndWhatIsNoRequest()
    {
        using (var loggers = Create(new LoggingOptions { File = _folder.File("attune.log"), SampleEvery = 1000 }))
        {
            for (var i = 0; i < 7; i++)
            {
                loggers.CreateLogger(RequestSampling.Category).Log(LogLevel.Warning, "warned");
                loggers.CreateLogger(RequestSampling.Category).Log(LogLevel.Information, "sampled");
                loggers.CreateLogger("Other").Log(LogLevel.Information, "told");
            }
        }

        var lines = await LinesAsync();
        (lines.Count(line => line.Contains("warned")), lines.Count(line => line.Contains("sampled")), lines.Count(line => line.Contains("told"))).ShouldBe((7, 0, 7));
    }

    [Fact]
    public void MaxFileBytes_StartsNewFilesAndKeepsTheLatest()
    {
        using (var loggers = Create(new LoggingOptions { File = _folder.File("attune.log"), MaxFileBytes = 65_536, RetainedFiles = 3 }))
        {
            var logger = loggers.CreateLogger("Test");
            for (var i = 0; i < 5000; i++)
            {
                logger.Log(LogLevel.Information, "{Number} {Text}", i, new string('x', 100));
            }
        }

        var files = Directory.GetFiles(_folder.Path, "attune*.log");
        files.Length.ShouldBe(3);
        files.ShouldAllBe(file => new FileInfo(file).Length < 65_536 + 1000);
        files.SelectMany(File.ReadAllLines).ShouldContain(line => line.Contains(" 4999 "));
    }

    [Theory]
    [InlineData(LogEventLevel.Error, 0)]
    [InlineData(LogEventLevel.Warning, 1)]
    [InlineData(LogEventLevel.Debug, 1)]
    public async Task Level_HoldsForTheFrameworkAsWell(LogEventLevel level, int warnings)
    {
        using (var loggers = Create(new LoggingOptions { File = _folder.File("attune.log"), Level = level }))
        {
            loggers.CreateLogger("Microsoft.AspNetCore.Server").Log(LogLevel.Warning, "from the framework");
            loggers.CreateLogger("Microsoft.AspNetCore.Server").Log(LogLevel.Information, "chatter");
            loggers.CreateLogger("Attune").Log(LogLevel.Error, "an error");
        }

        var lines = await LinesAsync();
        lines.Count(line => line.Contains("from the framework")).ShouldBe(warnings);
        lines.ShouldNotContain(line => line.Contains("chatter"));
        lines.Count(line => line.Contains("an error")).ShouldBe(1);
    }

    private static ILoggerFactory Create(LoggingOptions options) => LoggerFactory.Create(logging => AttuneLogging.Use(logging, options));

    private Task<RunningServer> StartAsync(params (string Path, string Value)[] settings) =>
        RunningServer.StartInAsync(_folder, [("logging.file", _folder.File("attune.log")), .. settings]);

    private async Task<string[]> LinesAsync() => await File.ReadAllLinesAsync(_folder.File("attune.log"));
}
