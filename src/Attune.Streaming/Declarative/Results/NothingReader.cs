using Attune.Streaming.Declarative.Rows;

namespace Attune.Streaming.Declarative.Results;

/// <summary>No field: for what only counts events.</summary>
internal readonly struct NothingReader : IRowReader<byte>
{
    public static byte Read(in Row row, int field) => 0;
}
