using System.CommandLine;
using System.Globalization;
using Attune.Cli.Commands;
using Attune.Cli.Output;
using Attune.Storage.Benchmarks;
using Spectre.Console;

namespace Attune.Cli.Benchmarks;

/// <summary><c>attune benchmark results</c>.</summary>
internal static class ResultsCommand
{
    public static Command Create()
    {
        var run = new Option<string?>("--run") { Description = "Only this run: its number, 'latest' or a baseline.", HelpName = "RUN" };
        var command = new Command("results", "Show stored results, oldest first.\n\nExample: attune benchmark results --name cli_help_performance --days 7") { run };
        var filter = HistoryFilter.AddTo(command, defaultLimit: 50);
        var common = CommonOptions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var query = filter.Query(parsed);
            await using var storage = BenchmarkHistory.OpenToRead(common.Load(parsed));
            var store = storage.Benchmarks;
            if (parsed.GetValue(run) is { } name)
            {
                query = query with { RunId = (await BenchmarkHistory.FindAsync(store, name, cancellationToken))[0].Run.Id };
            }

            var records = await store.GetRecordsAsync(query, cancellationToken);
            if (parsed.GetValue(common.Json))
            {
                JsonOutput.Write(records.Select(ToJson));
            }
            else
            {
                WriteTable(records);
            }

            return ExitCodes.Success;
        });
        return command;
    }

    public static object ToJson(BenchmarkRecord record) => new
    {
        run = record.Run.Id, startedAt = record.Measurement.StartedAt, suite = record.Measurement.Suite, name = record.Measurement.Name, value = record.Measurement.Value,
        deviation = record.Measurement.Deviation, unit = record.Measurement.Unit, outcome = record.Measurement.Outcome, error = record.Measurement.Error,
        target = record.Measurement.Target, peer = record.Measurement.Peer, peerValue = record.Measurement.PeerValue, quality = record.Measurement.Quality,
        parameters = record.Measurement.Parameters, executionSeconds = record.Measurement.ExecutionSeconds, memoryMb = record.Measurement.MemoryMb,
        machine = record.Run.MachineId, commit = record.Run.Commit, branch = record.Run.Branch, noise = record.Run.Noise, label = record.Run.Label,
    };

    private static void WriteTable(IReadOnlyList<BenchmarkRecord> records)
    {
        var table = TableOutput.Create("Run", "Time (UTC)", "Benchmark");
        table.AddColumn(new TableColumn("Measured").RightAligned());
        table.AddColumn(new TableColumn("±").RightAligned());
        table.AddColumns("Outcome", "Commit");
        foreach (var (run, item) in records)
        {
            table.AddRow(
                new Text(run.Id.ToString(CultureInfo.InvariantCulture)), new Text(item.StartedAt.ToString("yyyy-MM-dd HH:mm:ss")), new Text($"{item.Suite}/{item.Name}"),
                new Text(FigureFormat.Of(item.Value, item.Unit)), new Text(item.Deviation is { } deviation ? FigureFormat.Of(deviation) : ""),
                new Text(item.Error is null ? item.Outcome : $"{item.Outcome}: {item.Error}"), new Text(run.Commit is { } commit ? commit[..Math.Min(10, commit.Length)] : ""));
        }

        TableOutput.Write(table, records.Count, "results");
    }
}
