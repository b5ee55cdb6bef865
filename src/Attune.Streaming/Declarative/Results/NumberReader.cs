using Attune.Streaming.Declarative.Rows;

namespace Attune.Streaming.Declarative.Results;

/// <summary>A field as a number.</summary>
internal readonly struct NumberReader : IRowReader<double>
{
    public static double Read(in Row row, int field) => row.Values![field].Number;
}
