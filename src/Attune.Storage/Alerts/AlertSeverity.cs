namespace Attune.Storage;

/// <summary>How bad it is.</summary>
public enum AlertSeverity
{
    /// <summary>Worth knowing.</summary>
    Info,

    /// <summary>Somebody should look soon.</summary>
    Warning,

    /// <summary>Somebody must act now.</summary>
    Critical,
}
