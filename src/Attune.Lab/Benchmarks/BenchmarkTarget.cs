namespace Attune.Lab.Benchmarks;

/// <summary>The value that a benchmark has to reach.</summary>
/// <param name="Value">At most this where lower is better, at least this where higher is; in the benchmark's unit.</param>
/// <param name="Source">Who set it, for example <c>guide 1, Core Performance Benchmarks</c>.</param>
public sealed record BenchmarkTarget(double Value, string Source)
{
    /// <summary>Whether <paramref name="measured"/> reaches the target.</summary>
    public bool IsMet(double measured, Better better) => better == Better.Lower ? measured <= Value : measured >= Value;

    /// <summary>How far on the good side of the target, as a share of it: 0.2 is 20 % to spare, negative is missed.</summary>
    public double Margin(double measured, Better better) =>
        Value == 0 ? (IsMet(measured, better) ? 0 : double.NegativeInfinity) : (better == Better.Lower ? Value - measured : measured - Value) / Math.Abs(Value);
}
