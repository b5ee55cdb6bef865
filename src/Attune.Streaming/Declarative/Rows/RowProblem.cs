namespace Attune.Streaming.Declarative.Rows;

/// <summary>Why an event cannot be used.</summary>
/// <param name="Reason">One of <see cref="RowProblems"/>.</param>
/// <param name="Detail">What exactly is wrong, with the field's name.</param>
public sealed record RowProblem(string Reason, string Detail);
