using System.CommandLine;
using Attune.Cli.Commands;
using Attune.Cli.Output;
using Spectre.Console;

namespace Attune.Cli.Benchmarks;

/// <summary><c>attune benchmark baseline</c>.</summary>
internal static class BaselineCommand
{
    public static Command Create() => new("baseline", "Name runs that later ones are compared with.\n\nExample: attune benchmark baseline set\nExample: attune benchmark baseline set release-1 --run 12") { CreateSet(), CreateList(), CreateRemove() };

    private static Command CreateSet()
    {
        var name = new Argument<string>("NAME") { Description = "Its name.", DefaultValueFactory = _ => BenchmarkHistory.DefaultBaseline };
        var run = new Option<string>("--run") { Description = "Number of the run, or 'latest'.", HelpName = "RUN", DefaultValueFactory = _ => "latest" };
        var command = new Command("set", "Make a run the baseline.\n\nExample: attune benchmark baseline set") { name, run };
        var common = CommonOptions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var wanted = parsed.GetValue(name)!;
            if (string.IsNullOrWhiteSpace(wanted) || wanted.Length > 100 || wanted.All(char.IsAsciiDigit) || wanted is "latest" || wanted.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
            {
                throw new UserErrorException($"a baseline's name has 1..100 characters and is no number, no .json file and not 'latest'; this is '{wanted}'.");
            }

            await using var storage = BenchmarkHistory.OpenToChange(common.Load(parsed));
            var store = storage.Benchmarks;
            var id = (await BenchmarkHistory.FindAsync(store, parsed.GetValue(run)!, cancellationToken))[0].Run.Id;
            await store.SetBaselineAsync(wanted, id, cancellationToken);
            if (parsed.GetValue(common.Json))
            {
                JsonOutput.Write(new { name = wanted, run = id });
            }
            else
            {
                Terminal.Console.WriteLine($"Baseline '{wanted}' is run {id}.");
            }

            return ExitCodes.Success;
        });
        return command;
    }

    private static Command CreateList()
    {
        var command = new Command("list", "List the baselines.\n\nExample: attune benchmark baseline list");
        var common = CommonOptions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var storage = BenchmarkHistory.OpenToRead(common.Load(parsed));
            var store = storage.Benchmarks;
            var baselines = await store.GetBaselinesAsync(cancellationToken);
            if (parsed.GetValue(common.Json))
            {
                JsonOutput.Write(baselines.Select(item => new { name = item.Name, run = item.RunId, setAt = item.SetAt }));
                return ExitCodes.Success;
            }

            var table = TableOutput.Create("Name", "Run", "Set (UTC)");
            foreach (var item in baselines)
            {
                table.AddRow(new Text(item.Name), new Text(item.RunId.ToString()), new Text(item.SetAt.ToString("yyyy-MM-dd HH:mm")));
            }

            TableOutput.Write(table, baselines.Count, "baselines");
            return ExitCodes.Success;
        });
        return command;
    }

    private static Command CreateRemove()
    {
        var name = new Argument<string>("NAME") { Description = "Its name." };
        var command = new Command("remove", "Take a name away; the run stays.\n\nExample: attune benchmark baseline remove release-1") { name };
        var common = CommonOptions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var storage = BenchmarkHistory.OpenToChange(common.Load(parsed));
            var store = storage.Benchmarks;
            if (!await store.RemoveBaselineAsync(parsed.GetValue(name)!, cancellationToken))
            {
                throw new UserErrorException($"there is no baseline '{parsed.GetValue(name)}'; 'attune benchmark baseline list' shows them.");
            }

            Terminal.Console.WriteLine($"Removed baseline '{parsed.GetValue(name)}'.");
            return ExitCodes.Success;
        });
        return command;
    }
}
