namespace Attune.Realtime.Filters.Expressions;

/// <summary>How a field is compared.</summary>
internal enum ComparisonOperator
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    In,
    Between,
    Prefix,
    Exists,
}
