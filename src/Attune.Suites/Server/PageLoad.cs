using System.Collections.Concurrent;
using System.Net;
using System.Text.RegularExpressions;
using Attune.Lab.Benchmarks;

namespace Attune.Suites.Server;

/// <summary>The dashboard as a browser loads it: the page, what it links, what its modules import, and the first data. Drawing is not part of it.</summary>
internal sealed partial class PageLoad() : HttpBenchmark("page_load", "The dashboard's page with its styles, modules and first data, over new connections")
{
    private static readonly string[] FirstData = ["/v1/metrics/history?seconds=300", "/v1/windows?limit=20", "/v1/dead-letters/summary"];

    public override async ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        var asked = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        await LoadAsync("/");
        await Task.WhenAll(FirstData.Select(LoadAsync));
        if (!asked.ContainsKey("/js/app.js") || asked.Any(file => !file.Value && !IsLibrary(file.Key)))
        {
            throw new InvalidOperationException($"Not served: {string.Join(", ", asked.Where(file => !file.Value).Select(file => file.Key))}.");
        }

        context.ReportQuality("files", asked.Count);
        context.ReportQuality("files_served", asked.Count(file => file.Value) / (double)asked.Count);

        async Task LoadAsync(string path)
        {
            if (!asked.TryAdd(path, false))
            {
                return;
            }

            using var response = await client.GetAsync(new Uri(Url, path), cancellationToken);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                return;
            }

            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            asked[path] = true;
            var links = path == "/" ? Links() : path.EndsWith(".js", StringComparison.Ordinal) ? Imports() : null;
            await Task.WhenAll((links?.Matches(text) ?? Enumerable.Empty<Match>()).Select(link => LoadAsync(new Uri(new Uri(Url, path), link.Groups["path"].Value).AbsolutePath)));
        }
    }

    /// <summary>Libraries of others are in the program only where npm install was run before it was built.</summary>
    private static bool IsLibrary(string path) => path.StartsWith("/lib/", StringComparison.Ordinal);

    [GeneratedRegex("""<(link|script)[^>]+(href|src)="(?<path>/[^"]+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Links();

    [GeneratedRegex("""(from|import)\s*\(?\s*'(?<path>[./][^']+)'""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Imports();
}
