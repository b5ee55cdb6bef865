using Attune.Streaming.Declarative.Rows;

namespace Attune.Streaming.Declarative.Conditions;

/// <summary>A condition on one field. A field that is missing, or of another kind than what it is compared with, does not fulfil it.</summary>
/// <param name="index">The field's index in the schema.</param>
/// <param name="text">The condition as a person reads it.</param>
/// <param name="holds">Judges the field.</param>
internal sealed class FieldCondition(int index, string text, Func<RowValue, bool> holds) : RowCondition
{
    public override bool Holds(ReadOnlySpan<RowValue> values) => holds(values[index]);

    public override string ToString() => text;
}
