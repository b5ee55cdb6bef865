namespace Attune.Configuration;

/// <summary>Where the values come from. Later sources win: defaults, profile, file, environment, command line.</summary>
public sealed record ConfigurationSources
{
    /// <summary>Prefix of the environment variables, as in <c>ATTUNE__STORAGE__BATCH_SIZE</c>.</summary>
    public const string EnvironmentPrefix = "ATTUNE__";

    /// <summary>Environment variable that names the profile.</summary>
    public const string ProfileVariable = "ATTUNE_PROFILE";

    /// <summary>Name of the configuration file that is read from the working directory when none is named.</summary>
    public const string DefaultFile = "attune.yaml";

    /// <summary>The profile that the user asked for; null to take the environment's, then the file's, then <c>development</c>.</summary>
    public string? Profile { get; init; }

    /// <summary>A file that the user named and that must exist; null to read <see cref="DefaultFile"/> when it is there.</summary>
    public string? File { get; init; }

    /// <summary>Folder in which <see cref="DefaultFile"/> is looked for.</summary>
    public string WorkingDirectory { get; init; } = ".";

    /// <summary>Environment variables; only those with <see cref="EnvironmentPrefix"/> are looked at.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Values from the command line by option path, with what the user typed as their origin.</summary>
    public IReadOnlyList<(string Path, string Value, string Origin)> CommandLine { get; init; } = [];

    /// <summary>The process's environment variables.</summary>
    public static IReadOnlyDictionary<string, string> ProcessEnvironment()
    {
        var variables = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (System.Collections.DictionaryEntry entry in System.Environment.GetEnvironmentVariables())
        {
            variables[(string)entry.Key] = (string?)entry.Value ?? "";
        }

        return variables;
    }
}
