using System.CommandLine;
using Attune.Cli.Output;
using Attune.Storage;
using Spectre.Console;

namespace Attune.Cli.Commands;

/// <summary><c>attune flows</c>.</summary>
internal static class FlowsCommand
{
    public static Command Create()
    {
        var source = new Option<string?>("--source") { Description = "Only flows from this address.", HelpName = "IP" };
        var protocol = new Option<string?>("--protocol") { Description = "Only flows of this protocol.", HelpName = "NAME" };
        var stream = new Option<string?>("--stream") { Description = "Only flows of this stream.", HelpName = "NAME" };
        var limit = new Option<int>("--limit") { Description = $"Rows to show (1..{FlowQuery.MaxLimit}).", HelpName = "N", DefaultValueFactory = _ => 20 };
        var top = new Option<bool>("--top") { Description = "Show the sources that sent most bytes instead of single flows." };
        var command = new Command("flows", "List stored flows, latest first.\n\nExample: attune flows --source 66.187.233.211 --limit 5\nExample: attune flows --top")
        {
            source, protocol, stream, limit, top,
        };
        var common = CommonOptions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var rows = Limits.Check("--limit", parsed.GetValue(limit), FlowQuery.MaxLimit);
            await using var storage = StoreAccess.OpenToRead(common.Load(parsed));
            if (parsed.GetValue(top))
            {
                WriteTop(await storage.Events.GetTopSourcesAsync(rows, parsed.GetValue(stream), cancellationToken), parsed.GetValue(common.Json));
                return ExitCodes.Success;
            }

            var page = await storage.Events.GetFlowsAsync(
                new FlowQuery
                {
                    SourceIp = Limits.Address("--source", parsed.GetValue(source)), Protocol = parsed.GetValue(protocol)?.ToUpperInvariant(),
                    Stream = parsed.GetValue(stream), Limit = rows, Descending = true,
                },
                cancellationToken);
            Write(page, parsed.GetValue(common.Json));
            return ExitCodes.Success;
        });
        return command;
    }

    private static void Write(Page<StoredFlow> page, bool json)
    {
        if (json)
        {
            JsonOutput.Write(new
            {
                items = page.Items.Select(row => new
                {
                    id = row.Flow.Id.ToString(), stream = row.Stream, timestamp = row.Flow.Timestamp, sourceIp = row.Flow.SourceIp,
                    destinationIp = row.Flow.Destination, bytesTransferred = row.Flow.Bytes, protocol = row.Flow.Protocol, messageId = row.Flow.MessageId,
                }),
                next = page.Next,
            });
            return;
        }

        var table = TableOutput.Create("Time (UTC)", "Source", "Destination", "Protocol");
        table.AddColumn(new TableColumn("Bytes").RightAligned());
        foreach (var (_, flow) in page.Items)
        {
            table.AddRow(
                new Text(flow.Timestamp.ToString("yyyy-MM-dd HH:mm:ss")), new Text(flow.SourceIp), new Text(flow.Destination), new Text(flow.Protocol),
                new Text(flow.Bytes.ToString("N0")));
        }

        TableOutput.Write(table, page.Items.Count, "flows");
    }

    private static void WriteTop(IReadOnlyList<SourceTotal> sources, bool json)
    {
        if (json)
        {
            JsonOutput.Write(new { items = sources });
            return;
        }

        var table = TableOutput.Create("Source");
        table.AddColumn(new TableColumn("Flows").RightAligned());
        table.AddColumn(new TableColumn("Bytes").RightAligned());
        foreach (var source in sources)
        {
            table.AddRow(new Text(source.Source), new Text(source.Flows.ToString("N0")), new Text(source.Bytes.ToString("N0")));
        }

        TableOutput.Write(table, sources.Count, "sources");
    }
}
