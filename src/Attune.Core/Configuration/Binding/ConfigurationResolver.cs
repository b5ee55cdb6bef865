namespace Attune.Configuration.Binding;

/// <summary>Merges the sources in their order, sets the options, and collects everything that is wrong.</summary>
internal sealed class ConfigurationResolver(ConfigurationSchema schema, IReadOnlyDictionary<string, string> profiles)
{
    private const string ProfileKey = "profile";

    private readonly List<ConfigurationError> _errors = [];
    private readonly Dictionary<string, OptionValue> _values = new(StringComparer.OrdinalIgnoreCase);

    public ResolvedConfiguration Resolve(ConfigurationSources sources)
    {
        var file = FindFile(sources);
        var fileValues = file is null ? [] : ReadFile(file);
        var profile = ChooseProfile(sources, fileValues);
        Merge(YamlOptions.Read(new StringReader(profiles[profile]), $"profile {profile}"));
        Merge(fileValues.Where(item => !item.Path.Equals(ProfileKey, StringComparison.OrdinalIgnoreCase)));
        if (file is not null && Path.ChangeExtension(file, $".{profile}{Path.GetExtension(file)}") is { } overlay && File.Exists(overlay))
        {
            Merge(ReadFile(overlay));
        }

        Merge(FromEnvironment(sources.Environment));
        Merge(sources.CommandLine.Select(item => (item.Path, new OptionValue(item.Value, item.Origin))));
        return Bind(profile, file);
    }

    private static string? FindFile(ConfigurationSources sources)
    {
        if (sources.File is { } named)
        {
            return File.Exists(named) ? named : throw Fail("configuration", $"the file '{named}' does not exist", "--config");
        }

        var standard = Path.Combine(sources.WorkingDirectory, ConfigurationSources.DefaultFile);
        return File.Exists(standard) ? standard : null;
    }

    private static List<(string Path, OptionValue Value)> ReadFile(string file)
    {
        try
        {
            using var reader = File.OpenText(file);
            return [.. YamlOptions.Read(reader, file)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Fail("configuration", $"the file cannot be read: {error.Message}", file);
        }
    }

    private string ChooseProfile(ConfigurationSources sources, List<(string Path, OptionValue Value)> fileValues)
    {
        var (name, origin) = (ConfigurationSchema.DefaultProfile, "default");
        if (sources.Profile is { } asked)
        {
            (name, origin) = (asked, "--profile");
        }
        else if (sources.Environment.TryGetValue(ConfigurationSources.ProfileVariable, out var variable) && variable.Length > 0)
        {
            (name, origin) = (variable, ConfigurationSources.ProfileVariable);
        }
        else if (fileValues.LastOrDefault(item => item.Path.Equals(ProfileKey, StringComparison.OrdinalIgnoreCase)).Value is { Text: not null } named)
        {
            (name, origin) = (named.Text, named.Origin);
        }

        return profiles.Keys.FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw Fail(ProfileKey, $"'{name}' is not a profile, use one of {string.Join(", ", profiles.Keys)}", origin);
    }

    private static IEnumerable<(string Path, OptionValue Value)> FromEnvironment(IReadOnlyDictionary<string, string> environment) =>
        environment
            .Where(variable => variable.Key.StartsWith(ConfigurationSources.EnvironmentPrefix, StringComparison.OrdinalIgnoreCase))
            .OrderBy(variable => variable.Key, StringComparer.Ordinal)
            .Select(variable => (
                variable.Key[ConfigurationSources.EnvironmentPrefix.Length..].Replace("__", ".", StringComparison.Ordinal).ToLowerInvariant(),
                new OptionValue(variable.Value, variable.Key)));

    private void Merge(IEnumerable<(string Path, OptionValue Value)> values)
    {
        foreach (var (path, value) in values)
        {
            if (IsKnown(path))
            {
                _values[path] = value;
            }
            else
            {
                _errors.Add(new ConfigurationError(path, "there is no such option" + Suggestion(path), value.Origin));
            }
        }
    }

    private bool IsKnown(string path) => AllPaths().Contains(path, StringComparer.OrdinalIgnoreCase);

    private IEnumerable<string> AllPaths() => schema.Sections.Values.SelectMany(section => section.Properties).Select(option => option.Path);

    private string Suggestion(string path)
    {
        var nearest = AllPaths().MinBy(known => EditDistance.Between(known, path.ToLowerInvariant()));
        return nearest is not null && EditDistance.Between(nearest, path.ToLowerInvariant()) <= 3 ? $"; did you mean {nearest}?" : "";
    }

    private ResolvedConfiguration Bind(string profile, string? file)
    {
        var settings = new List<ConfigurationSetting>();
        var bound = new Dictionary<Type, object>();
        foreach (var section in schema.Sections.Values)
        {
            var options = section.Create();
            var defaults = section.Create();
            foreach (var property in section.Properties)
            {
                var origin = "default";
                if (_values.TryGetValue(property.Path, out var value))
                {
                    origin = value.Origin;
                    if (property.TrySet(options, value.Text) is { } wrong)
                    {
                        _errors.Add(new ConfigurationError(property.Path, wrong, origin));
                    }
                }

                settings.Add(new ConfigurationSetting(
                    property.Path, property.Format(options), property.Format(defaults), origin, property.Allowed, property.Description));
            }

            bound[section.Type] = options;
        }

        return _errors.Count == 0 ? new ResolvedConfiguration(profile, file, settings, bound) : throw new ConfigurationException(_errors);
    }

    private static ConfigurationException Fail(string path, string message, string origin) =>
        new([new ConfigurationError(path, message, origin)]);
}
