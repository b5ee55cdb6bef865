using Attune.Streaming.Declarative.Rows;

namespace Attune.Streaming.Declarative.Results;

/// <summary>A field as it is.</summary>
internal readonly struct ValueReader : IRowReader<RowValue>
{
    public static RowValue Read(in Row row, int field) => row.Values![field];
}
