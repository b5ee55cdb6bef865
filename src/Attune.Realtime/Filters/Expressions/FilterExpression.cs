using System.Text;

namespace Attune.Realtime.Filters.Expressions;

/// <summary>A node of a parsed filter. Whether it holds follows from the facts: bit i is set when comparison i holds.</summary>
internal abstract class FilterExpression
{
    /// <summary>True when a comparison or a negation: it needs no parentheses inside another expression.</summary>
    public virtual bool IsSimple => true;

    public abstract bool Holds(ulong facts);

    /// <summary>Writes the canonical text.</summary>
    public abstract void Write(StringBuilder text);

    protected static void WriteInside(FilterExpression inner, StringBuilder text)
    {
        if (inner.IsSimple)
        {
            inner.Write(text);
        }
        else
        {
            text.Append('(');
            inner.Write(text);
            text.Append(')');
        }
    }
}
