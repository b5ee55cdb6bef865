using System.CommandLine;
using Attune.Cli.Output;
using Attune.Configuration;
using Spectre.Console;

namespace Attune.Cli.Commands;

/// <summary><c>attune config show|validate</c>.</summary>
internal static class ConfigCommand
{
    public static Command Create() => new("config", "Show or check the configuration.\n\nExample: attune config show --profile production")
    {
        CreateShow(), CreateValidate(),
    };

    private static Command CreateShow()
    {
        var command = new Command("show", "Show every option with its value, where it came from, and what is allowed.\n\nExample: attune config show --profile edge");
        var common = CommonOptions.AddTo(command);
        command.SetAction(parsed =>
        {
            var configuration = common.Load(parsed);
            if (parsed.GetValue(common.Json))
            {
                JsonOutput.Write(new { profile = configuration.Profile, file = configuration.File, options = configuration.Settings });
            }
            else
            {
                WriteTable(configuration);
            }

            return ExitCodes.Success;
        });
        return command;
    }

    private static Command CreateValidate()
    {
        var command = new Command("validate", "Check the configuration and say what is wrong.\n\nExample: attune config validate --config attune.yaml");
        var common = CommonOptions.AddTo(command);
        command.SetAction(parsed =>
        {
            try
            {
                var configuration = common.Load(parsed);
                if (parsed.GetValue(common.Json))
                {
                    JsonOutput.Write(new { valid = true, profile = configuration.Profile, file = configuration.File, errors = Array.Empty<object>() });
                }
                else
                {
                    Console.WriteLine($"The configuration is valid: profile {configuration.Profile}, {configuration.File ?? "no file"}, {configuration.Settings.Count} options.");
                }

                return ExitCodes.Success;
            }
            catch (ConfigurationException error) when (parsed.GetValue(common.Json))
            {
                JsonOutput.Write(new { valid = false, errors = error.Errors });
                return ExitCodes.Usage;
            }
        });
        return command;
    }

    private static void WriteTable(ResolvedConfiguration configuration)
    {
        var table = TableOutput.Create("Option", "Value", "From", "Allowed", "Meaning");
        foreach (var setting in configuration.Settings)
        {
            var changed = setting.Value != setting.Default;
            table.AddRow(
                new Text(setting.Path), new Text(setting.Value, changed ? new Style(decoration: Decoration.Bold) : null),
                new Text(setting.Origin), new Text(setting.Allowed), new Text(setting.Description));
        }

        Terminal.Console.MarkupLineInterpolated($"Profile [bold]{configuration.Profile}[/], {configuration.File ?? "no configuration file"}");
        Terminal.Console.Write(table);
    }
}
