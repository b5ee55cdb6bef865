using Attune.Storage.Writing;

namespace Attune.Storage.Postgres;

/// <summary>The statements that bring rows into one table, directly or by way of a temporary table.</summary>
internal sealed class StagedTable
{
    private const int ShortestDetour = 8;
    private const int LongestDetour = 1024;

    private int _detour = ShortestDetour;

    public StagedTable(TableInsert table)
    {
        Columns = table.Columns.Count;
        var columns = string.Join(", ", table.Columns);
        var stage = $"pg_temp.stage_{table.Table}";
        Copy = $"COPY {table.Table} ({columns}) FROM STDIN (FORMAT binary)";
        CreateStage = $"CREATE TEMP TABLE IF NOT EXISTS stage_{table.Table} ON COMMIT DELETE ROWS AS SELECT {columns}, 0 AS ordinal FROM {table.Table} WITH NO DATA";
        CopyToStage = $"COPY {stage} ({columns}, ordinal) FROM STDIN (FORMAT binary)";

        // Sorted by key, so that writers with the same rows wait for each other in one order and never in a circle.
        Move = $"""
            WITH added AS (
                INSERT INTO {table.Table} ({columns})
                SELECT {columns} FROM {stage} WHERE ordinal >= @first ORDER BY {table.Key}, ordinal
                ON CONFLICT ({table.Key}) DO NOTHING RETURNING {table.Key})
            SELECT min(ordinal) FROM {stage} JOIN added USING ({table.Key}) WHERE ordinal >= @first GROUP BY {table.Key}
            """;
    }

    /// <summary>Number of columns, without the ordinal.</summary>
    public int Columns { get; }

    /// <summary>Copies rows straight into the table; fails when a key is there already.</summary>
    public string Copy { get; }

    /// <summary>Makes the temporary table, which is empty after each transaction.</summary>
    public string CreateStage { get; }

    /// <summary>Copies rows, each with a number, into the temporary table.</summary>
    public string CopyToStage { get; }

    /// <summary>Moves the rows from number <c>@first</c> on whose keys are new, and returns their numbers.</summary>
    public string Move { get; }

    /// <summary>Groups for which rows go by way of the temporary table, because some were there already a short while ago.</summary>
    public int DetourLeft { get; private set; }

    /// <summary>Notes that a direct copy met a key that was there already: the longer in a row, the longer none is tried.</summary>
    public void MeetDuplicate()
    {
        DetourLeft = _detour;
        _detour = Math.Min(_detour * 2, LongestDetour);
    }

    /// <summary>Notes a group that went by way of the temporary table.</summary>
    public void TakeDetour() => DetourLeft = Math.Max(0, DetourLeft - 1);

    /// <summary>Notes a direct copy that went well.</summary>
    public void GoStraight() => _detour = ShortestDetour;
}
