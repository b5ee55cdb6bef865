using Attune.Cli.Output;
using Attune.Storage.Maintenance;
using Spectre.Console;

namespace Attune.Cli.Commands.Storage;

/// <summary>The state of a store for a person to read.</summary>
internal static class StatusTables
{
    public static void Write(StorageStatus status)
    {
        WriteSummary(status);
        WriteSizes(status.Tables);
        WriteSettings(status.Settings);
    }

    private static void WriteSummary(StorageStatus status)
    {
        var grid = new Grid().AddColumn().AddColumn();
        void Row(string name, string value) => grid.AddRow(new Text(name), new Text(value));
        Row("Engine", status.Engine);
        Row("Database", status.Address);
        Row("Schema", StatusCommand.Schema(status));
        Row("Size", status.FreeDiskBytes is { } free ? $"{ByteFormat.Of(status.TotalBytes)}, {ByteFormat.Of(free)} free on its disk" : ByteFormat.Of(status.TotalBytes));
        foreach (var pool in status.Pools)
        {
            Row("Pool", $"{pool.Name}: {pool.Open} of {pool.MaxSize} connections open, {pool.InUse} in use, mean wait {pool.MeanWaitSeconds * 1000:0.###} ms");
        }

        Terminal.Console.Write(grid);
    }

    private static void WriteSizes(IReadOnlyList<TableSize> tables)
    {
        var table = TableOutput.Create("Table");
        foreach (var name in new[] { "Rows", "Bytes", "Indexes", "Total" })
        {
            table.AddColumn(new TableColumn(name).RightAligned());
        }

        foreach (var size in tables)
        {
            AddRow(table, size.Table, size.Rows, size.TableBytes, size.IndexBytes);
        }

        table.AddEmptyRow();
        AddRow(table, "all", tables.Sum(size => size.Rows), Sum(tables, size => size.TableBytes), Sum(tables, size => size.IndexBytes));
        TableOutput.Write(table, tables.Count, "tables");
    }

    private static void AddRow(Table table, string name, long rows, long? bytes, long? indexes) => table.AddRow(
        new Text(name), new Text(rows.ToString("N0")), new Text(ByteFormat.Of(bytes)), new Text(ByteFormat.Of(indexes)), new Text(ByteFormat.Of(bytes + indexes)));

    private static long? Sum(IReadOnlyList<TableSize> tables, Func<TableSize, long?> bytes) => tables.Any(table => bytes(table) is null) ? null : tables.Sum(bytes);

    private static void WriteSettings(IReadOnlyList<EngineSetting> settings)
    {
        var table = TableOutput.Create("Setting", "Of", "Asked", "In force", "");
        foreach (var setting in settings)
        {
            table.AddRow(
                new Text(setting.Name), new Text(setting.Connection), new Text(setting.Asked), new Text(setting.InForce ?? "set by the next writer"),
                setting.Differs ? new Text("differs", new Style(Color.Yellow)) : Text.Empty);
        }

        TableOutput.Write(table, settings.Count, "settings");
    }
}
