namespace Attune.Configuration;

/// <summary>A valid configuration: one options object per section, and where each value came from.</summary>
public sealed class ResolvedConfiguration
{
    private readonly Dictionary<Type, object> _options;

    internal ResolvedConfiguration(string profile, string? file, IReadOnlyList<ConfigurationSetting> settings, Dictionary<Type, object> options)
    {
        Profile = profile;
        File = file;
        Settings = settings;
        _options = options;
    }

    /// <summary>Name of the profile in force.</summary>
    public string Profile { get; }

    /// <summary>The configuration file that was read, if any.</summary>
    public string? File { get; }

    /// <summary>Every option, in the order of the sections.</summary>
    public IReadOnlyList<ConfigurationSetting> Settings { get; }

    /// <summary>The options object of a section.</summary>
    /// <exception cref="InvalidOperationException">No section of that type is in the schema.</exception>
    public T Get<T>()
        where T : class =>
        _options.TryGetValue(typeof(T), out var options)
            ? (T)options
            : throw new InvalidOperationException($"No configuration section is bound to {typeof(T).Name}.");
}
