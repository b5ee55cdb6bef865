using Attune.Configuration.Binding;

namespace Attune.Configuration;

/// <summary>The sections that a program knows, each bound to one options class, and the values that come with each profile.</summary>
/// <example><code>
/// var schema = new ConfigurationSchema()
///     .AddSection&lt;StorageOptions&gt;("storage")
///     .AddProfile("production", productionYaml);
/// var storage = schema.Load(new ConfigurationSources()).Get&lt;StorageOptions&gt;();
/// </code></example>
public sealed class ConfigurationSchema
{
    /// <summary>The profile in force when none is named.</summary>
    public const string DefaultProfile = "development";

    private readonly Dictionary<string, OptionSection> _sections = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _profiles = new(StringComparer.OrdinalIgnoreCase) { [DefaultProfile] = "" };

    internal IReadOnlyDictionary<string, OptionSection> Sections => _sections;

    /// <summary>Names of the known profiles.</summary>
    public IReadOnlyCollection<string> Profiles => _profiles.Keys;

    /// <summary>Adds a section. Public settable properties of <typeparamref name="T"/> are its options, in snake case.</summary>
    public ConfigurationSchema AddSection<T>(string name)
        where T : class, new()
    {
        _sections.Add(name, OptionSection.Of<T>(name));
        return this;
    }

    /// <summary>Adds a profile with the YAML of the values that it changes.</summary>
    public ConfigurationSchema AddProfile(string name, string yaml)
    {
        _profiles[name] = yaml;
        return this;
    }

    /// <summary>Resolves and validates every option.</summary>
    /// <exception cref="ConfigurationException">A file cannot be read, a path is unknown, or a value is not allowed.</exception>
    public ResolvedConfiguration Load(ConfigurationSources sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        return new ConfigurationResolver(this, _profiles).Resolve(sources);
    }
}
