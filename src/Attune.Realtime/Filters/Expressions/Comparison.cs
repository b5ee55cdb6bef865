using System.Text;
using Attune.Realtime.Filters.Values;

namespace Attune.Realtime.Filters.Expressions;

/// <summary>One comparison of a field.</summary>
/// <param name="index">Its bit among the facts, 0 to 63.</param>
/// <param name="path">The names that lead to the field.</param>
/// <param name="comparison">How it is compared.</param>
/// <param name="values">With what: none (exists), one, two of the same kind (between), or several (in).</param>
internal sealed class Comparison(int index, FieldPath path, ComparisonOperator comparison, FilterValue[] values) : FilterExpression
{
    public FieldPath Path => path;

    public ulong Bit { get; } = 1UL << index;

    /// <summary>The bits of those parts that are comparisons.</summary>
    public static ulong Bits(IEnumerable<FilterExpression> parts) =>
        parts.OfType<Comparison>().Aggregate(0UL, (bits, part) => bits | part.Bit);

    public override bool Holds(ulong facts) => (facts & Bit) != 0;

    /// <summary>Judges a field that is there.</summary>
    public bool Judge(in FieldValue value) => comparison switch
    {
        ComparisonOperator.Exists => true,
        ComparisonOperator.Equal => values[0].Is(value),
        ComparisonOperator.NotEqual => !values[0].Is(value),
        ComparisonOperator.In => IsOneOf(value),
        ComparisonOperator.Prefix => values[0].IsPrefixOf(value),
        _ => values[0].Kind == value.Kind && JudgeOrder(value),
    };

    public override void Write(StringBuilder text)
    {
        text.Append(path.Text);
        switch (comparison)
        {
            case ComparisonOperator.Exists:
                text.Append(" exists");
                break;
            case ComparisonOperator.In:
                text.Append(" in (").AppendJoin(", ", values.Select(value => value.Canonical)).Append(')');
                break;
            case ComparisonOperator.Between:
                text.Append($" between {values[0].Canonical} and {values[1].Canonical}");
                break;
            default:
                text.Append($" {Symbol(comparison)} {values[0].Canonical}");
                break;
        }
    }

    private static string Symbol(ComparisonOperator comparison) => comparison switch
    {
        ComparisonOperator.Equal => "=",
        ComparisonOperator.NotEqual => "!=",
        ComparisonOperator.Less => "<",
        ComparisonOperator.LessOrEqual => "<=",
        ComparisonOperator.Greater => ">",
        ComparisonOperator.GreaterOrEqual => ">=",
        _ => "prefix",
    };

    private bool JudgeOrder(in FieldValue value)
    {
        var order = values[0].Compare(value);
        return comparison switch
        {
            ComparisonOperator.Less => order < 0,
            ComparisonOperator.LessOrEqual => order <= 0,
            ComparisonOperator.Greater => order > 0,
            ComparisonOperator.GreaterOrEqual => order >= 0,
            _ => order >= 0 && values[1].Compare(value) <= 0,
        };
    }

    private bool IsOneOf(in FieldValue value)
    {
        foreach (var candidate in values)
        {
            if (candidate.Is(value))
            {
                return true;
            }
        }

        return false;
    }
}
