using System.Security.Cryptography;
using System.Text;

namespace Attune.Lab.Reports.Html;

/// <summary>The frame of every page: header, theme, scripts, and a policy under which nothing else runs and nothing is fetched.</summary>
internal static class ReportPage
{
    public static string Write(string title, string kind, ReportOutcome outcome, Markup main, string dataJson, string footer)
    {
        var policy = string.Join("; ",
            "default-src 'none'", "img-src data:", $"style-src {Hash(ReportAssets.Styles)}",
            $"script-src {Hash(ReportAssets.ThemeBoot)} {Hash(ReportAssets.Library)} {Hash(ReportAssets.Module)}", "base-uri 'none'", "form-action 'none'");
        return Markup.Of($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="{policy}">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{title}</title>
            <link rel="icon" href="{ReportAssets.Icon}">
            <style>{new Markup(ReportAssets.Styles)}</style>
            <script>{new Markup(ReportAssets.ThemeBoot)}</script>
            </head>
            <body>
            <a class="skip-link" href="#main">Skip to the figures</a>
            <header class="page-header">
              <div class="header-row">
                <div class="brand"><img src="{ReportAssets.Icon}" alt="" width="28" height="28"><p class="brand-name">Attune</p></div>
                <h1>{kind}</h1>
                <p class="outcome" data-outcome="{(outcome.IsGood ? "good" : "bad")}"><span class="outcome-mark" aria-hidden="true"></span>{outcome.Text}</p>
                <div class="actions">
                  <button type="button" class="button button-square" id="theme-toggle" aria-pressed="false" aria-label="Dark theme">
                    <svg class="icon icon-moon" viewBox="0 0 16 16" aria-hidden="true"><path d="M6.2 1.6a6.5 6.5 0 1 0 8.2 8.2A5.6 5.6 0 0 1 6.2 1.6z"/></svg>
                    <svg class="icon icon-sun" viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="3"/><path d="M8 .8v2M8 13.2v2M.8 8h2M13.2 8h2M2.9 2.9l1.4 1.4M11.7 11.7l1.4 1.4M2.9 13.1l1.4-1.4M11.7 4.3l1.4-1.4" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round"/></svg>
                  </button>
                </div>
              </div>
            </header>
            <main id="main" tabindex="-1">
            {main}
            </main>
            <footer class="page-footer"><p>{footer}</p></footer>
            <script type="application/json" id="data">{new Markup(dataJson)}</script>
            <script>{new Markup(ReportAssets.Library)}</script>
            <script type="module">{new Markup(ReportAssets.Module)}</script>
            </body>
            </html>

            """).Text;
    }

    private static string Hash(string content) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content)))}'";
}
