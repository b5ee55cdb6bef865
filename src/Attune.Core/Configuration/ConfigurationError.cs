namespace Attune.Configuration;

/// <summary>One thing that is wrong with the configuration.</summary>
/// <param name="Path">The option's path, for example <c>storage.batch_size</c>.</param>
/// <param name="Message">What is wrong and what is allowed.</param>
/// <param name="Origin">Where the value came from: a file, an environment variable, the command line.</param>
public sealed record ConfigurationError(string Path, string Message, string Origin)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Path}: {Message} (from {Origin})";
}
