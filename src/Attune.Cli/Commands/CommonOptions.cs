using System.CommandLine;
using Attune.Configuration;
using Attune.Server.Configuration;

namespace Attune.Cli.Commands;

/// <summary>The options that every command has which reads the configuration.</summary>
internal sealed class CommonOptions
{
    private readonly Option<string?> _profile = new("--profile") { Description = "Configuration profile: development, production or edge.", HelpName = "NAME" };
    private readonly Option<string?> _config = new("--config") { Description = "Configuration file (default: attune.yaml, if there).", HelpName = "FILE" };
    private readonly Option<string[]> _set = new("--set") { Description = "Set one option, for example --set storage.batch_size=500.", HelpName = "PATH=VALUE" };
    private readonly Option<string?> _data = new("--data") { Description = "Folder for the database and the log (default: attune-data).", HelpName = "DIR" };
    private readonly Option<int?> _port = new("--port") { Description = "Port to listen on; 0 takes a free one (default: 8080).", HelpName = "N" };

    /// <summary>Print JSON.</summary>
    public Option<bool> Json { get; } = new("--json") { Description = "Print JSON." };

    public static CommonOptions AddTo(Command command, bool listens = false)
    {
        var options = new CommonOptions();
        command.Add(options._profile);
        command.Add(options._config);
        command.Add(options._set);
        command.Add(options._data);
        if (listens)
        {
            command.Add(options._port);
        }

        command.Add(options.Json);
        return options;
    }

    /// <summary>Resolves the configuration.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="more">Further options of the command that stand for a configuration value: path, value, and the option's name.</param>
    public ResolvedConfiguration Load(ParseResult parsed, IEnumerable<(string Path, string Value, string Origin)>? more = null)
    {
        var values = new List<(string, string, string)>();
        if (parsed.GetValue(_data) is { } data)
        {
            if (string.IsNullOrWhiteSpace(data))
            {
                throw new UserErrorException("--data takes the path of a folder; it is empty.");
            }

            values.Add(("storage.path", Path.Combine(data, "attune.db"), "--data"));
            values.Add(("logging.file", Path.Combine(data, "attune.log"), "--data"));
        }

        if (parsed.GetResult(_port) is not null && parsed.GetValue(_port) is { } port)
        {
            values.Add(("server.port", port.ToString(), "--port"));
        }

        foreach (var assignment in parsed.GetValue(_set) ?? [])
        {
            var equals = assignment.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw new UserErrorException($"--set takes PATH=VALUE, for example --set storage.batch_size=500; this is '{assignment}'.");
            }

            values.Add((assignment[..equals].Trim(), assignment[(equals + 1)..], "--set"));
        }

        values.AddRange(more ?? []);
        return AttuneConfiguration.Load(new ConfigurationSources
        {
            Profile = parsed.GetValue(_profile), File = parsed.GetValue(_config), Environment = ConfigurationSources.ProcessEnvironment(), CommandLine = values,
        });
    }
}
