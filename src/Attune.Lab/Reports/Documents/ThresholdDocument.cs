namespace Attune.Lab.Reports.Documents;

/// <summary>A threshold and how it came out.</summary>
internal sealed record ThresholdDocument(string Threshold, string Measured, bool Passed);
