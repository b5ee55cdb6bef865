namespace Attune.Suites.Workloads;

/// <summary>How a child process ended.</summary>
/// <param name="Code">Its exit code.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Errors">Its standard error.</param>
internal sealed record ProgramResult(int Code, string Output, string Errors);
