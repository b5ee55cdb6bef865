namespace Attune.Lab.Reports;

/// <summary>One thing that a result shows.</summary>
/// <param name="Verdict">How it is to be taken.</param>
/// <param name="Text">One sentence.</param>
public sealed record Finding(FindingVerdict Verdict, string Text);
