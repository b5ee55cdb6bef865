namespace Attune.Lab.Reports;

/// <summary>Chooses a format by a file's name.</summary>
public static class ReportFormats
{
    /// <summary>The endings that name a format, for messages.</summary>
    public const string Endings = ".html, .json, .csv or .md";

    /// <summary>The format of <paramref name="path"/> by its ending, letters' case aside; null when it is none of <see cref="Endings"/>.</summary>
    public static ReportFormat? OfPath(string path) => Path.GetExtension(path)?.ToUpperInvariant() switch
    {
        ".HTML" or ".HTM" => ReportFormat.Html,
        ".JSON" => ReportFormat.Json,
        ".CSV" => ReportFormat.Csv,
        ".MD" => ReportFormat.Markdown,
        _ => null,
    };
}
