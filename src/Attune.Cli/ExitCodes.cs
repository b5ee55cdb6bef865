namespace Attune.Cli;

/// <summary>What the process's exit code means.</summary>
internal static class ExitCodes
{
    public const int Success = 0;
    public const int Failure = 1;
    public const int Usage = 2;

    /// <summary>A benchmark got worse, and <c>--fail-on-regression</c> asked to be told.</summary>
    public const int Regression = 3;

    /// <summary>A target was missed, and <c>--fail-on-target</c> asked to be told.</summary>
    public const int TargetMissed = 4;
}
