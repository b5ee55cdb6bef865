namespace Attune.Lab.Reports;

/// <summary>How a report is written.</summary>
public enum ReportFormat
{
    /// <summary>A self-contained page.</summary>
    Html,

    /// <summary>Everything, for programs.</summary>
    Json,

    /// <summary>One row a second or a level, for spreadsheets.</summary>
    Csv,

    /// <summary>For people and pull requests.</summary>
    Markdown,
}
