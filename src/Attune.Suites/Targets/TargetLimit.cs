using Attune.Lab.Benchmarks;

namespace Attune.Suites.Targets;

/// <summary>A value with its unit and the side of it that is good.</summary>
/// <param name="Better">Lower: at most the value; higher: at least the value.</param>
/// <param name="Value">The value.</param>
/// <param name="Unit">Its unit, as the benchmark that measures it prints it.</param>
public readonly record struct TargetLimit(Better Better, double Value, string Unit)
{
    /// <summary>A value not to be exceeded.</summary>
    public static TargetLimit AtMost(double value, string unit) => new(Better.Lower, value, unit);

    /// <summary>A value to be reached.</summary>
    public static TargetLimit AtLeast(double value, string unit) => new(Better.Higher, value, unit);
}
