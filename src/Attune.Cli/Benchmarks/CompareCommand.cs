using System.CommandLine;
using Attune.Cli.Commands;
using Attune.Cli.Output;
using Attune.Configuration;
using Attune.Lab.Analysis;
using Attune.Lab.History;
using Attune.Storage;

namespace Attune.Cli.Benchmarks;

/// <summary><c>attune benchmark compare</c>.</summary>
internal static class CompareCommand
{
    private const string Description = """
        Compare two runs: the change of each benchmark with its confidence interval, and whether it is more than noise.

        A run is its number, 'latest', the name of a baseline, or a .json file of 'attune benchmark run --output'.

        Example: attune benchmark compare 3 latest
        Example: attune benchmark compare baseline.json latest --fail-on-regression
        """;

    public static Command Create()
    {
        var before = new Argument<string>("A") { Description = "The run before." };
        var after = new Argument<string>("B") { Description = "The run after." };
        var fail = new Option<bool>("--fail-on-regression") { Description = "Exit with 3 when a benchmark got worse." };
        var minimum = new Option<double>("--minimum-change") { Description = "Smallest change that matters, in percent (0..1000).", HelpName = "PERCENT", DefaultValueFactory = _ => 2 };
        var command = new Command("compare", Description) { before, after, fail, minimum };
        var common = CommonOptions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var percent = parsed.GetValue(minimum) is var value and >= 0 and <= 1000 ? value : throw new UserErrorException($"--minimum-change must be in the allowed range 0..1000; this is {parsed.GetValue(minimum)}.");
            var configuration = common.Load(parsed);
            await using var storage = Open(configuration, parsed.GetValue(before)!, parsed.GetValue(after)!);
            var store = storage?.Benchmarks;
            var baseline = await BenchmarkHistory.FindAsync(store, parsed.GetValue(before)!, cancellationToken);
            var candidate = await BenchmarkHistory.FindAsync(store, parsed.GetValue(after)!, cancellationToken);
            var history = store is null ? [] : await BenchmarkHistory.BeforeAsync(store, candidate, cancellationToken);
            var comparison = RunComparison.Compare(baseline, candidate, history, new ComparisonOptions { MinimumChange = percent / 100 });
            if (parsed.GetValue(common.Json))
            {
                JsonOutput.Write(comparison.Select(ComparisonTable.ToJson));
            }
            else
            {
                ComparisonTable.Write(comparison);
            }

            if (comparison.All(item => item.Result is null))
            {
                return AttuneCommandLine.Fail(ExitCodes.Failure, "the two runs have no benchmark with figures in common: nothing was compared.");
            }

            return parsed.GetValue(fail) && comparison.Any(item => item.Verdict == Verdict.Regressed || item is { Result: null, Baseline.Value: not null, Candidate.Value: null, Candidate: not null }) ? ExitCodes.Regression : ExitCodes.Success;
        });
        return command;
    }

    /// <summary>Two files can be compared where there is no history.</summary>
    private static IStorage? Open(ResolvedConfiguration configuration, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (!name.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
            {
                return BenchmarkHistory.OpenToRead(configuration);
            }
        }

        return StoreAccess.Exists(configuration) ? BenchmarkHistory.OpenToRead(configuration) : null;
    }
}
