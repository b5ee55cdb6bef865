namespace Attune.Streaming.Declarative.Rows;

/// <summary>Makes rows of the records of a file. Not thread-safe.</summary>
internal interface IRecordParser
{
    /// <summary>Reads one record; the bytes are the caller's.</summary>
    RowOutcome Parse(ReadOnlySpan<byte> record, out Row row, out RowProblem? problem);
}
