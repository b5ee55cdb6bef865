using System.CommandLine;
using Attune.Cli.Load;
using Attune.Cli.Output;
using Attune.Lab.Load;

namespace Attune.Cli.Commands;

/// <summary><c>attune load TARGET</c>.</summary>
internal static class LoadCommand
{
    private const string Description = """
        Send load to a server and measure latency from when each request was due. Exit code 1 when a threshold is missed.

        Example: attune load http://127.0.0.1:8080/health --rate 500 --duration 30s --threshold "p95 < 50ms"
        Example: attune load http://127.0.0.1:8080/v1/flows --users 20 --output report.html
        Example: attune load scenario.yaml --abort-on-fail --json
        """;

    public static Command Create()
    {
        var target = new Argument<string>("TARGET") { Description = "A URL, or a scenario file (.yaml)." };
        var threshold = new Option<string[]>("--threshold") { Description = "What the run has to fulfil, for example \"p95 < 500ms\" or \"success >= 99%\". May be given again.", HelpName = "TEXT" };
        var abort = new Option<bool>("--abort-on-fail") { Description = "End the run when a threshold is missed (after 5 s)." };
        var output = ReportFiles.Option();
        var json = new Option<bool>("--json") { Description = "Print the whole result as JSON." };
        var quiet = new Option<bool>("--quiet") { Description = "No progress, and the outcome in one line." };
        var command = new Command("load", Description) { target };
        var model = LoadModelOptions.AddTo(command);
        var requests = LoadRequestOptions.AddTo(command);
        foreach (var option in new Option[] { threshold, abort, output, json, quiet })
        {
            command.Add(option);
        }

        command.SetAction((parsed, cancellationToken) =>
        {
            var where = parsed.GetValue(target)!;
            var scenario = LoadTarget.Open(where);
            requests.Apply(parsed, scenario);
            model.Apply(parsed, scenario, isScenarioFile: !LoadTarget.IsUrl(where));
            foreach (var text in parsed.GetValue(threshold) ?? [])
            {
                scenario.Thresholds.Add(Threshold(text));
            }

            scenario.AbortOnFail |= parsed.GetValue(abort);
            scenario.Validate();
            return LoadRun.RunAsync(scenario, ReportFiles.Open(parsed.GetValue(output)), parsed.GetValue(json), parsed.GetValue(quiet), cancellationToken);
        });
        return command;
    }

    private static LoadThreshold Threshold(string text)
    {
        try
        {
            return LoadThreshold.Parse(text);
        }
        catch (LoadException error)
        {
            throw new UserErrorException($"--threshold: {error.Message["thresholds: ".Length..]}.");
        }
    }
}
