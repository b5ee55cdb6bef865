using System.Net.Http.Headers;
using System.Text.Json;
using Attune.Testing;
using Microsoft.Playwright;

namespace Attune.Cli.Tests;

/// <summary>The page in a real browser while ./run replays the corpus. Screenshots go to artifacts/screenshots.</summary>
public sealed class DashboardTests : IAsyncLifetime, IDisposable
{
    private const string Chromium = "/usr/bin/chromium";
    private static readonly string Screenshots = Path.Combine(AttuneProgram.Root, "artifacts", "screenshots");
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _problems = [];
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        if (File.Exists(Chromium))
        {
            _playwright = await Playwright.CreateAsync();
            _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
            {
                ExecutablePath = Chromium,
                Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
            });
        }
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    public void Dispose() => _folder.Dispose();

    private async Task<IPage> OpenAsync(Uri url, int width, int height, ColorScheme scheme)
    {
        var page = await _browser!.NewPageAsync(new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = width, Height = height }, ColorScheme = scheme });
        page.PageError += (_, error) => _problems.Add(error);
        page.Console += (_, message) =>
        {
            // The browser itself reports refused connections and 401s; everything else is the page's own fault.
            if (message.Type == "error" && !message.Text.Contains("Failed to load resource", StringComparison.Ordinal) && !message.Text.Contains("WebSocket connection", StringComparison.Ordinal))
            {
                _problems.Add(message.Text);
            }
        };
        await page.GotoAsync(url.ToString());
        return page;
    }

    private static Task WaitForStateAsync(IPage page, string state) =>
        page.Locator($"[data-testid=connection-state][data-state={state}]").WaitForAsync(new LocatorWaitForOptions { Timeout = 60_000 });

    private static Task WaitForFigureAsync(IPage page, string tile) =>
        page.Locator($"[data-testid={tile}] [data-empty=false], [data-testid={tile}][data-empty=false]").First.WaitForAsync(new LocatorWaitForOptions { Timeout = 60_000 });

    [SkippableTheory]
    [InlineData("light", 1280, 900)]
    [InlineData("dark", 1280, 900)]
    [InlineData("narrow", 390, 844)]
    public async Task Page_WhileTheDemoRuns_ShowsLiveFigures(string name, int width, int height)
    {
        Skip.IfNot(File.Exists(Chromium), "Chromium is not installed: apt-get install chromium.");
        using var program = AttuneProgram.Start("./run", ["--port", "0", "--speed", "2500", "--data", _folder.Path]);
        var page = await OpenAsync(await program.UrlAsync(), width, height, name == "dark" ? ColorScheme.Dark : ColorScheme.Light);
        await WaitForStateAsync(page, "connected");
        foreach (var tile in new[] { "tile-throughput", "tile-latency", "tile-memory", "tile-errors", "chart-rate", "chart-latency", "chart-protocols" })
        {
            await WaitForFigureAsync(page, tile);
        }

        await Eventually.TrueAsync(async () => await page.GetByTestId("windows-table").Locator("tbody tr").CountAsync() > 3, "windows in the table");
        await Eventually.TrueAsync(async () => (await page.GetByTestId("top-sources").InnerTextAsync()).Contains("127.0.0.1", StringComparison.Ordinal), "top sources");
        await Eventually.TrueAsync(async () => (await page.GetByTestId("dead-letters").InnerTextAsync()).Contains("no-source-ip", StringComparison.Ordinal), "dead letters");
        (await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")).ShouldBeTrue("the page does not scroll sideways");
        Directory.CreateDirectory(Screenshots);
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Screenshots, $"dashboard-{name}.png"), FullPage = true });
        _problems.ShouldBeEmpty();
        program.Interrupt();
        (await program.WaitAsync()).Code.ShouldBe(0);
    }

    [SkippableFact]
    public async Task Page_WithoutAnyData_SaysNoDataAndReconnectsAfterARestart()
    {
        Skip.IfNot(File.Exists(Chromium), "Chromium is not installed: apt-get install chromium.");
        var first = AttuneProgram.Start("./attune", ["serve", "--port", "0", "--data", _folder.Path]);
        var url = await first.UrlAsync();
        var page = await OpenAsync(url, 1280, 900, ColorScheme.Light);
        await WaitForStateAsync(page, "connected");
        foreach (var place in new[] { "tile-latency", "chart-latency" })
        {
            await Eventually.TrueAsync(async () => (await page.GetByTestId(place).InnerTextAsync()).Contains("No data", StringComparison.OrdinalIgnoreCase), $"{place} says no data");
        }

        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Directory.CreateDirectory(Screenshots).FullName, "dashboard-empty.png"), FullPage = true });

        await first.KillAsync();
        first.Dispose();
        await Eventually.TrueAsync(async () => await page.GetByTestId("connection-state").GetAttributeAsync("data-state") is "reconnecting" or "offline", "the page notices");
        using var second = AttuneProgram.Start("./attune", ["serve", "--port", $"{url.Port}", "--data", _folder.Path]);
        await second.UrlAsync();
        await WaitForStateAsync(page, "connected");
        _problems.ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task Page_WithAKey_AsksForItAndThenConnects()
    {
        Skip.IfNot(File.Exists(Chromium), "Chromium is not installed: apt-get install chromium.");
        const string Key = "0123456789abcdef-key";
        using var program = AttuneProgram.Start(
            "./attune", ["serve", "--port", "0", "--data", _folder.Path], environment: new Dictionary<string, string> { ["ATTUNE__SERVER__API_KEY"] = Key });
        var page = await OpenAsync(await program.UrlAsync(), 1280, 900, ColorScheme.Light);
        await page.Locator("#api-key").FillAsync("wrong-key-wrong-key");
        await page.Locator("#sign-in-submit").ClickAsync();
        await page.Locator("#sign-in-error").WaitForAsync();
        await page.Locator("#api-key").FillAsync(Key);
        await page.Locator("#sign-in-submit").ClickAsync();
        await WaitForStateAsync(page, "connected");
        await WaitForFigureAsync(page, "tile-memory");
        page.Url.ShouldNotContain(Key);
        _problems.ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task Page_AfterAShortCut_HasEverySampleWithoutLoadingAnew()
    {
        Skip.IfNot(File.Exists(Chromium), "Chromium is not installed: apt-get install chromium.");
        using var program = AttuneProgram.Start("./attune", ["serve", "--port", "0", "--data", _folder.Path]);
        var url = await program.UrlAsync();
        var isCut = false;
        IWebSocketRoute? open = null;
        var loads = 0;
        var page = await OpenAsync(new Uri(url, "/health"), 1280, 900, ColorScheme.Light);
        await page.RouteWebSocketAsync("**/ws", route =>
        {
            if (isCut)
            {
                _ = route.CloseAsync();
                return;
            }

            route.ConnectToServer();
            open = route;
        });
        page.Request += (_, request) => loads += request.Url.Contains("/metrics/history", StringComparison.Ordinal) ? 1 : 0;
        await page.GotoAsync(url.ToString());
        await WaitForStateAsync(page, "connected");
        await page.EvaluateAsync(
            """
            async () => {
                const { Ring } = await import('/js/ring.js');
                const { push } = Ring.prototype;
                window.kept = [];
                Ring.prototype.push = function (item) { push.call(this, item); window.kept.push(item.time); };
            }
            """);
        using var http = new HttpClient { BaseAddress = url };
        async Task<double[]> KeptAsync() => await page.EvaluateAsync<double[]>("window.kept");
        async Task<double[]> SampledAsync()
        {
            using var history = JsonDocument.Parse(await http.GetStringAsync("/v1/metrics/history?seconds=300"));
            return [.. history.RootElement.GetProperty("items").EnumerateArray()
                .Select(item => item.GetProperty("time").GetDateTimeOffset().ToUnixTimeMilliseconds() / 1000.0)];
        }

        await Eventually.TrueAsync(async () => (await KeptAsync()).Length > 0, "a live sample");
        var loadsBefore = loads;
        isCut = true;
        await open!.CloseAsync();
        await WaitForStateAsync(page, "reconnecting");
        var last = (await KeptAsync())[^1];
        await Eventually.TrueAsync(async () => (await SampledAsync()).Count(time => time > last) >= 3, "samples that the page misses");
        var missed = (await SampledAsync()).Where(time => time > last).ToArray();
        (await KeptAsync())[^1].ShouldBe(last);
        isCut = false;
        await WaitForStateAsync(page, "connected");
        await Eventually.TrueAsync(async () => (await KeptAsync())[^1] > missed[^1], "a sample after the cut");

        var kept = await KeptAsync();
        var all = (await SampledAsync()).Where(time => time >= kept[0] && time <= kept[^1]);
        kept.ShouldBe(all);
        loads.ShouldBe(loadsBefore);
        (await page.GetByTestId("connection-state").GetAttributeAsync("title"))!.ShouldContain("none missed");
        _problems.ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task RealtimeModule_WithCutsAndAHandlerThatHoldsUp_GivesEveryMessageOnceAndInOrder()
    {
        Skip.IfNot(File.Exists(Chromium), "Chromium is not installed: apt-get install chromium.");
        const int Requests = 20, FlowsPerRequest = 250;
        using var program = AttuneProgram.Start("./attune", ["serve", "--port", "0", "--data", _folder.Path], environment: new Dictionary<string, string>
        {
            ["ATTUNE__REALTIME__FLOWS_PER_MESSAGE"] = "1",
            ["ATTUNE__REALTIME__QUEUE_CAPACITY"] = "10000",
            ["ATTUNE__REALTIME__REPLAY_MESSAGES"] = "10000",
        });
        var url = await program.UrlAsync();
        var page = await OpenAsync(new Uri(url, "/health"), 1280, 900, ColorScheme.Light);
        await page.EvaluateAsync(
            """
            async () => {
                const { RealtimeClient } = await import('/js/realtime.js');
                const asked = { unsubscribe: 0, subscribe: 0 };
                const untilGivenUp = () => new Promise(resolve => {
                    const before = asked.unsubscribe;
                    const timer = setInterval(() => {
                        if (asked.unsubscribe > before) {
                            clearInterval(timer);
                            resolve();
                        }
                    }, 5);
                });
                let socket;
                window.WebSocket = class extends WebSocket {
                    constructor(...values) { super(...values); socket = this; }
                    send(json) { asked[JSON.parse(json).type]++; super.send(json); }
                };
                window.result = { bytes: [], gaps: [], errors: [], cuts: 0, asked };
                const client = new RealtimeClient({ url: '/ws', backoff: () => 10, onState: ({ name }) => { window.result.state = name; } });
                client.subscribe('flows', {
                    onData: items => {
                        const { bytes } = window.result;
                        bytes.push(...items.map(item => item.bytesTransferred));
                        if (bytes.length % 1500 === 700) {
                            window.result.cuts++;
                            socket.close(4000);
                        }
                        return bytes.length % 1000 === 1 ? untilGivenUp() : undefined;
                    },
                    onGap: gap => window.result.gaps.push(JSON.stringify(gap)),
                    onError: error => window.result.errors.push(error.message),
                });
                client.start();
            }
            """);
        await Eventually.TrueAsync(async () => await page.EvaluateAsync<string>("window.result.state") == "connected", "the module is connected");
        using var http = new HttpClient { BaseAddress = url };
        for (var request = 0; request < Requests; request++)
        {
            var flows = Enumerable.Range(request * FlowsPerRequest, FlowsPerRequest).Select(number =>
                $$"""{"timestamp":"2024-05-01T10:00:00Z","source_ip":"10.0.0.1","destination_ip":"10.0.0.2","bytes_transferred":{{number}},"protocol":"TCP"}""");
            using var body = new StringContent($"[{string.Join(',', flows)}]", new MediaTypeHeaderValue("application/json"));
            using var answer = await http.PostAsync("/v1/events", body);
            answer.EnsureSuccessStatusCode();
        }

        await Eventually.TrueAsync(async () => await page.EvaluateAsync<int>("window.result.bytes.length") >= Requests * FlowsPerRequest, "all flows");
        var bytes = await page.EvaluateAsync<int[]>("window.result.bytes");
        bytes.ShouldBe(Enumerable.Range(0, Requests * FlowsPerRequest));
        (await page.EvaluateAsync<string[]>("[...window.result.gaps, ...window.result.errors]")).ShouldBeEmpty();
        (await page.EvaluateAsync<int>("window.result.cuts")).ShouldBe(3);
        (await page.EvaluateAsync<int>("window.result.asked.unsubscribe")).ShouldBe(5);
        _problems.ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task Page_ByKeyboard_TogglesThemeAndPause()
    {
        Skip.IfNot(File.Exists(Chromium), "Chromium is not installed: apt-get install chromium.");
        using var program = AttuneProgram.Start("./attune", ["serve", "--port", "0", "--data", _folder.Path]);
        var page = await OpenAsync(await program.UrlAsync(), 1280, 900, ColorScheme.Light);
        await WaitForStateAsync(page, "connected");
        await page.GetByTestId("theme-toggle").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        (await page.EvaluateAsync<string>("document.documentElement.dataset.theme")).ShouldBe("dark");
        await page.GetByTestId("pause-toggle").FocusAsync();
        await page.Keyboard.PressAsync("Space");
        (await page.GetByTestId("pause-toggle").GetAttributeAsync("aria-pressed")).ShouldBe("true");
        _problems.ShouldBeEmpty();
    }
}
