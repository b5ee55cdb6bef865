using System.CommandLine;
using Attune.Cli.Commands;
using Attune.Cli.Output;
using Attune.Lab.Benchmarks;
using Attune.Lab.Benchmarks.Commands;
using Attune.Lab.Reports;

namespace Attune.Cli.Benchmarks;

/// <summary><c>attune benchmark run</c>.</summary>
internal static class RunCommand
{
    private const string Description = """
        Run benchmarks and store what came of them.

        Example: attune benchmark run --suite storage --iterations 20
        Example: attune benchmark run --suite simulation --agents 100 --steps 50 --output baseline.json
        Example: attune benchmark run --name cli_help_performance --fail-on-regression
        Example: attune benchmark run --command "sort words.txt" --name sort_words

        Exit codes: 0 all ran; 1 a benchmark failed, hung or took too much memory, or none could run; 2 wrong usage;
        3 a regression (--fail-on-regression); 4 a missed target (--fail-on-target).
        """;

    public static Command Create()
    {
        var suite = new Option<string[]>("--suite") { Description = "Suite to run; may be given again. All but 'targets' when absent.", HelpName = "NAME" };
        var name = new Option<string[]>("--name") { Description = "Benchmark to run; may be given again.", HelpName = "NAME" };
        var filter = new Option<string?>("--filter") { Description = "Run what fits a pattern with * and ?, of NAME or SUITE/NAME.", HelpName = "PATTERN" };
        var file = new Option<string[]>("--file") { Description = "Add the benchmarks of a YAML file; may be given again.", HelpName = "FILE" };
        var shell = new Option<string?>("--command") { Description = "Measure this command line instead; --name names it.", HelpName = "COMMAND" };
        var parameter = new Option<string[]>("--param") { Description = "Pass a parameter to the benchmarks, for example --param rows=1000.", HelpName = "NAME=VALUE" };
        var agents = new Option<int?>("--agents") { Description = "Agents of the simulation: short for --param agents=N.", HelpName = "N" };
        var steps = new Option<int?>("--steps") { Description = "Steps of the simulation: short for --param steps=N.", HelpName = "N" };
        var repeat = new Option<int>("--repeat") { Description = "Run everything so many times (1..1000): A/A runs, from which the noise floor is learnt.", HelpName = "N", DefaultValueFactory = _ => 1 };
        var label = new Option<string?>("--label") { Description = "Name of this run in the history.", HelpName = "TEXT" };
        var output = ReportFiles.Option();
        var baseline = new Option<string?>("--baseline") { Description = "Compare with this run, baseline or file (default: baseline 'default', if set).", HelpName = "RUN" };
        var failOnRegression = new Option<bool>("--fail-on-regression") { Description = "Exit with 3 when a benchmark is worse than the baseline, or than its own history." };
        var failOnTarget = new Option<bool>("--fail-on-target") { Description = "Exit with 4 when a target is missed." };
        var command = new Command("run", Description) { suite, name, filter, file, shell, parameter, agents, steps, repeat, label, output, baseline, failOnRegression, failOnTarget };
        var settings = RunSettings.AddTo(command);
        var common = CommonOptions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var configuration = common.Load(parsed, settings.Values(parsed));
            var times = Limits.Check("--repeat", parsed.GetValue(repeat), 1000);
            var files = ReportFiles.Open(parsed.GetValue(output));
            var registry = BenchmarkCatalogue.Load(parsed.GetValue(file) ?? []);
            var names = parsed.GetValue(name) ?? [];
            var plan = parsed.GetValue(shell) is { } line
                ? [new PlannedBenchmark("commands", Shell(line, names))]
                : RunPlan.Select(registry, new BenchmarkSelection { Suites = parsed.GetValue(suite) ?? [], Names = names, Filter = parsed.GetValue(filter) });
            var options = new BenchmarkSessionOptions
            {
                Defaults = configuration.Get<BenchmarkOptions>(),
                Override = RunSettings.Explicit(configuration),
                Parameters = Parameters(parsed.GetValue(parameter) ?? [], ("agents", parsed.GetValue(agents)), ("steps", parsed.GetValue(steps))),
                Version = VersionCommand.Version,
                Label = parsed.GetValue(label),
            };
            await using var storage = options.Override(options.Defaults).Store ? StoreAccess.OpenOrCreate(configuration) : null;
            var store = storage?.Benchmarks;
            var reference = await RunReference.FindAsync(store, parsed.GetValue(baseline), cancellationToken);
            var json = parsed.GetValue(common.Json);
            var run = await RunProgressDisplay.RunAsync(store, plan, options, times, cancellationToken);
            if (json)
            {
                JsonOutput.Write(run.Results.Select(BenchmarkRow.Of));
            }
            else
            {
                ResultTable.Write(run);
            }

            var document = RunDocuments.Of(run);
            files.Write(format => format == ReportFormat.Json ? document.ToJson() : HistoryReport.Write(document.ToRecords(), format));
            var regressions = await RegressionReport.WriteAsync(store, run, reference, json, parsed.GetValue(failOnRegression), cancellationToken);
            return ExitCode(run, regressions && parsed.GetValue(failOnRegression), parsed.GetValue(failOnTarget));
        });
        return command;
    }

    private static int ExitCode(BenchmarkRun run, bool regressed, bool failOnTarget)
    {
        var ran = run.Results.Where(result => result.Outcome != BenchmarkOutcome.Unavailable).ToList();
        if (ran.Count == 0)
        {
            AttuneCommandLine.Fail(ExitCodes.Failure, $"none of the benchmarks can run here: {(run.Results.Count > 0 ? run.Results[0].Error : "stopped.")}");
        }

        return ran.Count == 0 || ran.Exists(result => result.Outcome != BenchmarkOutcome.Succeeded) ? ExitCodes.Failure
            : regressed ? ExitCodes.Regression
            : failOnTarget && ran.Exists(result => !result.Passed) ? ExitCodes.TargetMissed
            : ExitCodes.Success;
    }

    private static CommandBenchmark Shell(string line, string[] names)
    {
        try
        {
            return new CommandBenchmark(new CommandDefinition { Name = names.Length > 0 ? names[0] : "command", Command = line });
        }
        catch (ArgumentException error)
        {
            throw new UserErrorException(string.IsNullOrWhiteSpace(line) ? "--command takes a command line; it is empty." : error.Message);
        }
    }

    private static Dictionary<string, string> Parameters(string[] assignments, params ReadOnlySpan<(string Name, int? Value)> shortcuts)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var assignment in assignments)
        {
            var equals = assignment.IndexOf('=', StringComparison.Ordinal);
            parameters[equals > 0 ? assignment[..equals].Trim() : throw new UserErrorException($"--param takes NAME=VALUE, for example --param rows=1000; this is '{assignment}'.")] =
                assignment[(equals + 1)..].Trim();
        }

        foreach (var (name, value) in shortcuts)
        {
            if (value is { } number)
            {
                parameters[name] = Limits.Check($"--{name}", number, 1_000_000).ToString();
            }
        }

        return parameters;
    }
}
