using System.Text;

namespace Attune.Realtime.Filters.Expressions;

/// <summary>Holds when one part does.</summary>
internal sealed class AnyOf : FilterExpression
{
    private readonly ulong _comparisons;
    private readonly FilterExpression[] _others;

    public AnyOf(IReadOnlyList<FilterExpression> parts)
    {
        Parts = parts;
        _comparisons = Comparison.Bits(parts);
        _others = [.. parts.Where(part => part is not Comparison)];
    }

    public IReadOnlyList<FilterExpression> Parts { get; }

    public override bool IsSimple => false;

    public override bool Holds(ulong facts)
    {
        if ((facts & _comparisons) != 0)
        {
            return true;
        }

        foreach (var part in _others)
        {
            if (part.Holds(facts))
            {
                return true;
            }
        }

        return false;
    }

    public override void Write(StringBuilder text)
    {
        for (var i = 0; i < Parts.Count; i++)
        {
            text.Append(i > 0 ? " or " : "");
            if (Parts[i] is AllOf)
            {
                // "and" binds tighter.
                Parts[i].Write(text);
            }
            else
            {
                WriteInside(Parts[i], text);
            }
        }
    }
}
