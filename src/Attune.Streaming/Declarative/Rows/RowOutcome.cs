namespace Attune.Streaming.Declarative.Rows;

/// <summary>What came of a piece of input.</summary>
public enum RowOutcome
{
    /// <summary>A row. If the conditions do not hold it has only a time, which moves the watermark.</summary>
    Row,

    /// <summary>Nothing: the conditions do not hold, and it has no time either.</summary>
    Skipped,

    /// <summary>It cannot be used.</summary>
    Problem,
}
