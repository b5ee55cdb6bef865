using Spectre.Console;

namespace Attune.Cli.Output;

/// <summary>Tables of one look.</summary>
internal static class TableOutput
{
    public static Table Create(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(column));
        }

        return table;
    }

    public static void Write(Table table, int rows, string what)
    {
        if (rows == 0)
        {
            Terminal.Console.WriteLine($"No {what}.");
        }
        else
        {
            Terminal.Console.Write(table);
        }
    }
}
