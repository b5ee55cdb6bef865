using System.Text;

namespace Attune.Realtime.Filters.Expressions;

/// <summary>Holds when what it negates does not.</summary>
internal sealed class Negation(FilterExpression inner) : FilterExpression
{
    public override bool Holds(ulong facts) => !inner.Holds(facts);

    public override void Write(StringBuilder text)
    {
        text.Append("not ");
        WriteInside(inner, text);
    }
}
