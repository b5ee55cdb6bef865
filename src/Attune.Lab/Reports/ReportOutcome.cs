using Attune.Lab.Load;

namespace Attune.Lab.Reports;

/// <summary>How what a report tells of ended, in a word or two.</summary>
/// <param name="IsGood">Whether it may count as a success: it ran to its end, something was answered, and every threshold was kept.</param>
/// <param name="Text">For example <c>Passed</c> or <c>Nothing answered</c>.</param>
public sealed record ReportOutcome(bool IsGood, string Text)
{
    /// <summary>Share of success up to which a run without thresholds is no success: the guides' limit.</summary>
    private const double AcceptableSuccess = 0.95;

    /// <summary>The outcome of a run. Without thresholds it is good when more than 95 % of the requests succeeded, however slowly.</summary>
    public static ReportOutcome Of(LoadResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result switch
        {
            { Succeeded: 0, Failed: 0 } => new(false, "Nothing answered"),
            { Succeeded: 0 } => new(false, "Nothing succeeded"),
            { AbortReason: not null } => new(false, "Ended early"),
            { Passed: false } => new(false, "Failed"),
            { Thresholds.Count: 0, SuccessRate: <= AcceptableSuccess } => new(false, "Many failed"),
            { Thresholds.Count: 0 } => new(true, "Finished"),
            _ => new(true, "Passed"),
        };
    }
}
