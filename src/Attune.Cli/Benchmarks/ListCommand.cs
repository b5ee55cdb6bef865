using System.CommandLine;
using Attune.Cli.Output;
using Attune.Lab.Benchmarks;
using Spectre.Console;

namespace Attune.Cli.Benchmarks;

/// <summary><c>attune benchmark list</c>.</summary>
internal static class ListCommand
{
    public static Command Create()
    {
        var suite = new Option<string[]>("--suite") { Description = "Only this suite; may be given again.", HelpName = "NAME" };
        var filter = new Option<string?>("--filter") { Description = "Only names that fit a pattern with * and ?.", HelpName = "PATTERN" };
        var file = new Option<string[]>("--file") { Description = "Add the benchmarks of a YAML file.", HelpName = "FILE" };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("list", "List the benchmarks, with what each has to reach.\n\nExample: attune benchmark list --suite storage") { suite, filter, file, json };
        command.SetAction(parsed =>
        {
            var registry = BenchmarkCatalogue.Load(parsed.GetValue(file) ?? []);
            var plan = RunPlan.Select(registry, new BenchmarkSelection { Suites = parsed.GetValue(suite) ?? [], Filter = parsed.GetValue(filter) });
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(plan.Select(item => new
                {
                    suite = item.Suite, name = item.Benchmark.Name, description = item.Benchmark.Description, unit = item.Benchmark.Figure.Unit,
                    better = BenchmarkRow.NameOf(item.Benchmark.Figure.Better), target = item.Benchmark.Target?.Value, peer = item.Benchmark.Peer?.Name,
                    unavailable = item.Benchmark.Unavailable,
                }));
            }
            else
            {
                WriteTable(plan, (parsed.GetValue(suite) ?? []).Length > 0 ? [] : [.. registry.Suites.Where(item => item.OnlyByName).Select(item => item.Name)]);
            }

            return ExitCodes.Success;
        });
        return command;
    }

    private static void WriteTable(IReadOnlyList<PlannedBenchmark> plan, IReadOnlyList<string> onlyByName)
    {
        var table = TableOutput.Create("Suite", "Benchmark", "What it measures");
        table.AddColumn(new TableColumn("Target").RightAligned());
        foreach (var (suite, benchmark) in plan)
        {
            var sign = benchmark.Figure.Better == Better.Lower ? "≤" : "≥";
            table.AddRow(
                new Text(suite), new Text(benchmark.Name), new Text(benchmark.Unavailable is { } reason ? $"{benchmark.Description} ({reason})" : benchmark.Description),
                new Text(benchmark.Target is { } target ? $"{sign} {FigureFormat.Of(target.Value, benchmark.Figure.Unit)}" : ""));
        }

        TableOutput.Write(table, plan.Count, "benchmarks");
        if (onlyByName.Count > 0)
        {
            Terminal.Console.WriteLine($"Listed, and run, only when named with --suite: {string.Join(", ", onlyByName)}.");
        }
    }
}
