namespace Attune.Configuration;

/// <summary>One option as it was resolved.</summary>
/// <param name="Path">Path in the file, for example <c>storage.batch_size</c>.</param>
/// <param name="Value">Value in force, as it would be written in the file; secrets are shown as <c>***</c>.</param>
/// <param name="Default">Value without any source, written likewise.</param>
/// <param name="Origin">Where the value came from; <c>default</c> when no source set it.</param>
/// <param name="Allowed">What is allowed, for example <c>1..100000</c>.</param>
/// <param name="Description">What the option does.</param>
public sealed record ConfigurationSetting(
    string Path, string Value, string Default, string Origin, string Allowed, string Description);
