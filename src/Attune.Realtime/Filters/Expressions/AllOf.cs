using System.Text;

namespace Attune.Realtime.Filters.Expressions;

/// <summary>Holds when every part does.</summary>
internal sealed class AllOf : FilterExpression
{
    private readonly ulong _comparisons;
    private readonly FilterExpression[] _others;

    public AllOf(IReadOnlyList<FilterExpression> parts)
    {
        Parts = parts;
        _comparisons = Comparison.Bits(parts);
        _others = [.. parts.Where(part => part is not Comparison)];
    }

    public IReadOnlyList<FilterExpression> Parts { get; }

    public override bool IsSimple => false;

    public override bool Holds(ulong facts)
    {
        if ((facts & _comparisons) != _comparisons)
        {
            return false;
        }

        foreach (var part in _others)
        {
            if (!part.Holds(facts))
            {
                return false;
            }
        }

        return true;
    }

    public override void Write(StringBuilder text)
    {
        for (var i = 0; i < Parts.Count; i++)
        {
            text.Append(i > 0 ? " and " : "");
            WriteInside(Parts[i], text);
        }
    }
}
