using System.CommandLine;
using Attune.Cli.Commands;
using Attune.Lab.Reports;

namespace Attune.Cli.Benchmarks;

/// <summary><c>attune benchmark export</c>.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var format = new Argument<string>("FORMAT") { Description = "json, csv, md or html." };
        var run = new Option<string?>("--run") { Description = "Only this run: its number, 'latest' or a baseline.", HelpName = "RUN" };
        var output = new Option<string?>("--output") { Description = "Write to this file instead of standard output.", HelpName = "FILE" };
        var command = new Command("export", "Write the history, or a part of it, in another format.\n\nExample: attune benchmark export html --output history.html\nExample: attune benchmark export csv --suite storage") { format, run, output };
        var filter = HistoryFilter.AddTo(command, defaultLimit: 10_000);
        var common = CommonOptions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var chosen = ReportFormats.OfPath($".{parsed.GetValue(format)}") ?? throw new UserErrorException($"the format is json, csv, md or html; this is '{parsed.GetValue(format)}'.");
            var query = filter.Query(parsed) with { IncludeSamples = true };
            await using var storage = BenchmarkHistory.OpenToRead(common.Load(parsed));
            var store = storage.Benchmarks;
            if (parsed.GetValue(run) is { } name)
            {
                query = query with { RunId = (await BenchmarkHistory.FindAsync(store, name, cancellationToken))[0].Run.Id };
            }

            var text = HistoryReport.Write(await store.GetRecordsAsync(query, cancellationToken), chosen);
            if (parsed.GetValue(output) is { } path)
            {
                await File.WriteAllTextAsync(path, text, cancellationToken);
                await Console.Error.WriteLineAsync($"Wrote {path}");
            }
            else
            {
                await Console.Out.WriteAsync(text);
            }

            return ExitCodes.Success;
        });
        return command;
    }
}
