namespace Attune.Cli;

/// <summary>What the process's exit code means.</summary>
internal static class ExitCodes
{
    public const int Success = 0;
    public const int Failure = 1;
    public const int Usage = 2;
}
