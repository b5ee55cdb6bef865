namespace Attune.Lab.Reports.Documents;

/// <summary>A finding as programs get it.</summary>
internal sealed record FindingDocument(string Verdict, string Text)
{
    public static IReadOnlyList<FindingDocument> Of(IEnumerable<Finding> findings) =>
        [.. findings.Select(finding => new FindingDocument(finding.Verdict.ToString().ToLowerInvariant(), finding.Text))];
}
