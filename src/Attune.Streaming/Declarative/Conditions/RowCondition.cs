using Attune.Streaming.Declarative.Rows;

namespace Attune.Streaming.Declarative.Conditions;

/// <summary>Something that may hold for an event. Implementations hold no state.</summary>
public abstract class RowCondition
{
    /// <summary>True if it holds for an event with these fields.</summary>
    public abstract bool Holds(ReadOnlySpan<RowValue> values);
}
