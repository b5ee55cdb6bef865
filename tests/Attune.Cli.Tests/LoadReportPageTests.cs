using Attune.Testing;
using Microsoft.Playwright;

namespace Attune.Cli.Tests;

/// <summary>HTML reports of real runs in a real browser, opened as files. Screenshots go to artifacts/screenshots.</summary>
public sealed class LoadReportPageTests : IDisposable
{
    private const string Chromium = "/usr/bin/chromium";
    private static readonly string Screenshots = Path.Combine(AttuneProgram.Root, "artifacts", "screenshots");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task Reports_OpenedAsFiles_DrawEveryChartAndFetchNothing()
    {
        Skip.IfNot(File.Exists(Chromium), "Chromium is not installed: apt-get install chromium.");
        Skip.IfNot(Directory.Exists(Path.Combine(AttuneProgram.Root, "node_modules", "uplot")), "The chart library is not installed: run npm ci.");
        var (load, stress) = (_folder.File("load.html"), _folder.File("stress.html"));
        using (var server = AttuneProgram.Start("./attune", ["serve", "--port", "0", "--data", _folder.File("data")]))
        {
            var url = new Uri(await server.UrlAsync(), "/health").ToString();
            (await AttuneProgram.RunAsync("load", url, "--rate", "50", "--duration", "3s", "--output", load, "--quiet")).Code.ShouldBe(0);
            (await AttuneProgram.RunAsync(
                "stress", url, "--from", "1", "--to", "5", "--step", "1", "--seconds-per-level", "1", "--cooldown", "0s", "--max-p95", "10m", "--max-requests", "2000",
                "--output", stress, "--quiet")).Code.ShouldBe(0);
        }

        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        await LookAsync(browser, load, "load-light", 1280, ColorScheme.Light, ["rate", "latency", "errors", "in-flight", "distribution", "percentiles"]);
        await LookAsync(browser, load, "load-narrow-dark", 390, ColorScheme.Dark, ["rate", "latency", "errors", "in-flight", "distribution", "percentiles"]);
        await LookAsync(browser, stress, "stress-dark", 1280, ColorScheme.Dark, ["throughput", "p95", "success", "distribution", "percentiles"]);
    }

    private static async Task LookAsync(IBrowser browser, string file, string name, int width, ColorScheme scheme, string[] charts)
    {
        var page = await browser.NewPageAsync(new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = width, Height = 900 }, ColorScheme = scheme });
        var problems = new List<string>();
        page.PageError += (_, error) => problems.Add(error);
        page.Console += (_, message) => problems.Add($"{message.Type}: {message.Text}");
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith("file://", StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
            {
                problems.Add($"request: {request.Url}");
            }
        };
        await page.GotoAsync(new Uri(file).AbsoluteUri);
        foreach (var chart in charts)
        {
            await page.Locator($"#{chart} canvas").WaitForAsync(new LocatorWaitForOptions { Timeout = 60_000 });
            await Eventually.TrueAsync(() => HasInkAsync(page, chart), $"{chart} is drawn");
        }

        (await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")).ShouldBeTrue("the page does not scroll sideways");
        (await page.EvaluateAsync<string>("document.documentElement.dataset.theme")).ShouldBe(scheme == ColorScheme.Dark ? "dark" : "light");
        await page.Locator("#theme-toggle").ClickAsync();
        (await page.EvaluateAsync<string>("document.documentElement.dataset.theme")).ShouldBe(scheme == ColorScheme.Dark ? "light" : "dark");
        await page.Locator("#theme-toggle").ClickAsync();
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Directory.CreateDirectory(Screenshots).FullName, $"report-{name}.png"), FullPage = true });
        problems.ShouldBeEmpty();
        await page.CloseAsync();
    }

    /// <summary>Whether the middle of the canvas, where axes have no labels, holds more than background and grid.</summary>
    private static Task<bool> HasInkAsync(IPage page, string chart) => page.EvaluateAsync<bool>(
        """
        id => {
            const canvas = document.querySelector(`#${id} canvas`);
            const { data } = canvas.getContext('2d').getImageData(canvas.width * 0.3, 0, canvas.width * 0.6, canvas.height * 0.9);
            const colours = new Set();
            for (let i = 0; i < data.length; i += 4) {
                colours.add(data.slice(i, i + 4).join());
            }
            return colours.size > 2;
        }
        """,
        chart);
}
