using Attune.Cli.Output;
using Attune.Lab.Reports;
using Spectre.Console;

namespace Attune.Cli.Load;

/// <summary>Reports on the terminal.</summary>
internal static class ReportTableView
{
    public static void Write(ReportTable table)
    {
        if (table.Rows.Count == 0)
        {
            return;
        }

        var view = new Table().Border(TableBorder.Simple);
        for (var column = 0; column < table.Columns.Count; column++)
        {
            var header = new TableColumn(new Text(column == 0 && table.Columns[0].Length == 0 ? table.Title : table.Columns[column]));
            view.AddColumn(table.IsFigure(column) ? header.RightAligned().NoWrap() : header);
        }

        foreach (var row in table.Rows)
        {
            view.AddRow(row.Select(cell => new Text(cell)));
        }

        Terminal.Console.Write(view);
    }

    public static void Write(IEnumerable<Finding> findings)
    {
        foreach (var finding in findings)
        {
            var (mark, colour) = finding.Verdict switch
            {
                FindingVerdict.Good => ("✓", Color.Green),
                FindingVerdict.Fair => ("!", Color.Yellow),
                _ => ("✗", Color.Red),
            };
            Terminal.Console.Write(new Text($"{mark} {finding.Text}{Environment.NewLine}", new Style(colour)));
        }
    }
}
