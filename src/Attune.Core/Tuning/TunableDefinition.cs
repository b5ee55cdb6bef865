namespace Attune.Tuning;

/// <summary>What a knob is: its name, unit, bounds and step.</summary>
public sealed record TunableDefinition
{
    /// <summary>Dotted lower-case name that starts with the room, for example <c>streaming.batch_size</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Unit of the value, for example <c>events</c> or <c>ms</c>.</summary>
    public required string Unit { get; init; }

    /// <summary>What the knob does, in one sentence.</summary>
    public required string Description { get; init; }

    /// <summary>Smallest allowed value.</summary>
    public required double Minimum { get; init; }

    /// <summary>Largest allowed value.</summary>
    public required double Maximum { get; init; }

    /// <summary>Distance between two allowed values, counted from <see cref="Minimum"/>; 0 allows every value between the bounds.</summary>
    public double Step { get; init; } = 1;

    /// <summary>Value to start with.</summary>
    public required double Default { get; init; }

    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Name);
        if (!double.IsFinite(Minimum) || !double.IsFinite(Maximum) || Minimum > Maximum)
        {
            throw new ArgumentException($"Tunable '{Name}': the bounds {Minimum}..{Maximum} are not a finite range.");
        }

        if (!double.IsFinite(Step) || Step < 0)
        {
            throw new ArgumentException($"Tunable '{Name}': the step {Step} is negative or not finite.");
        }
    }

    /// <summary>The allowed value nearest to <paramref name="value"/>; bounds are always allowed.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> lies outside the bounds or is not a number.</exception>
    internal double Snap(double value)
    {
        if (!(value >= Minimum && value <= Maximum))
        {
            throw new ArgumentOutOfRangeException(
                nameof(value), value, FormattableString.Invariant($"{Name} must be between {Minimum} and {Maximum} {Unit}."));
        }

        return Step == 0 || value == Maximum
            ? value
            : Math.Min(Maximum, Minimum + (Math.Round((value - Minimum) / Step, MidpointRounding.AwayFromZero) * Step));
    }
}
