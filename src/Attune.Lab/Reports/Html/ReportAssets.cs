namespace Attune.Lab.Reports.Html;

/// <summary>The scripts and styles that every page carries, read from the assembly once.</summary>
internal static class ReportAssets
{
    private const string Prefix = "report/";

    private static readonly Lazy<string> LazyStyles = new(() => Read("lib/uPlot.min.css") + Read("dashboard.css") + Read("report.css"));

    /// <summary>One module of several files: each may use what stands before it.</summary>
    private static readonly Lazy<string> LazyModule = new(() =>
        string.Concat(new[] { "theme.js", "format.js", "chart.js", "load-charts.js", "stress-charts.js", "history-charts.js", "page.js" }.Select(name => Read(name)!)));

    /// <summary>Empty in a build without the npm packages: the pages then have tables only.</summary>
    private static readonly Lazy<string> LazyLibrary = new(() =>
        Read("lib/uPlot.iife.min.js") is { } library ? $"/*\n{Read("lib/LICENSE")}*/\n{library}" : "");

    public static string Styles => LazyStyles.Value;

    public static string ThemeBoot { get; } = Read("theme-boot.js")!;

    public static string Library => LazyLibrary.Value;

    public static string Module => LazyModule.Value;

    public static string Icon { get; } = "data:image/svg+xml;base64," + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Read("favicon.svg")!));

    private static string? Read(string name)
    {
        using var stream = typeof(ReportAssets).Assembly.GetManifestResourceStream(Prefix + name);
        if (stream is null)
        {
            return null;
        }

        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
