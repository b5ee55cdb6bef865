namespace Attune.Tuning;

/// <summary>One recorded change of a <see cref="Tunable"/>.</summary>
/// <param name="Time">When the change took effect, in UTC.</param>
/// <param name="From">Value before.</param>
/// <param name="To">Value after.</param>
/// <param name="ChangedBy">Who changed it: a controller's name, a user, <c>configuration</c>.</param>
/// <param name="Reason">Why, for a person to read.</param>
public sealed record TunableChange(DateTimeOffset Time, double From, double To, string ChangedBy, string Reason);
