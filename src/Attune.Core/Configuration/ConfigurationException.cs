namespace Attune.Configuration;

/// <summary>The configuration cannot be used; <see cref="Errors"/> lists every problem, not only the first.</summary>
public sealed class ConfigurationException(IReadOnlyList<ConfigurationError> errors)
    : Exception(string.Join("; ", errors))
{
    /// <summary>Everything that is wrong.</summary>
    public IReadOnlyList<ConfigurationError> Errors { get; } = errors;
}
