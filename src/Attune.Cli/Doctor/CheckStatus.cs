namespace Attune.Cli.Doctor;

/// <summary>How a check came out.</summary>
internal enum CheckStatus
{
    /// <summary>As it should be.</summary>
    Passed,

    /// <summary>Works, but something is worth knowing.</summary>
    Warning,

    /// <summary>Something that is needed is missing.</summary>
    Failed,
}
