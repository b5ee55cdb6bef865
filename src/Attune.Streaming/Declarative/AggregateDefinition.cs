using Attune.Streaming.Declarative.Results;

namespace Attune.Streaming.Declarative;

/// <summary>One entry of the section <c>aggregates</c> of a description.</summary>
/// <param name="Name">Name in the results.</param>
/// <param name="Kind">What it computes.</param>
/// <param name="Field">Of which field; null for <see cref="AggregateKind.Count"/>.</param>
/// <param name="Parameter">The percentile (0 to 100) or the number of the most frequent values; else 0.</param>
public sealed record AggregateDefinition(string Name, AggregateKind Kind, string? Field, double Parameter)
{
    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        AggregateKind.Count => $"{Name} = count",
        AggregateKind.Percentile => $"{Name} = percentile {Parameter} of {Field}",
        AggregateKind.Top => $"{Name} = top {Parameter} of {Field}",
        _ => $"{Name} = {Kind.ToString().ToLowerInvariant()} of {Field}",
    };
}
