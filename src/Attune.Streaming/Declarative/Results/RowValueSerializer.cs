using Attune.Streaming.Checkpoints;
using Attune.Streaming.Declarative.Rows;

namespace Attune.Streaming.Declarative.Results;

/// <summary>Writes single values.</summary>
internal sealed class RowValueSerializer : IStateSerializer<RowValue>
{
    public static readonly RowValueSerializer Instance = new();

    public void Write(StateWriter writer, in RowValue value) => value.Save(writer);

    public RowValue Read(StateReader reader) => RowValue.Load(reader);
}
