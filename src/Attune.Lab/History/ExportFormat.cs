namespace Attune.Lab.History;

/// <summary>A format of exported results.</summary>
public enum ExportFormat
{
    /// <summary>JSON, everything.</summary>
    Json,

    /// <summary>Comma-separated values, one row for each result.</summary>
    Csv,

    /// <summary>A Markdown table.</summary>
    Md,

    /// <summary>A self-contained page with charts.</summary>
    Html,
}
