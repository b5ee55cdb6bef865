namespace Attune.Measurement.Collection;

/// <summary>Units of time by their UCUM codes.</summary>
internal static class TimeUnit
{
    public const string Second = "s";

    /// <summary>How many seconds one <paramref name="unit"/> lasts; null when it is not a unit of time.</summary>
    public static double? SecondsPer(string unit) => unit switch
    {
        Second => 1,
        "ms" => 1e-3,
        "us" or "µs" => 1e-6,
        "ns" => 1e-9,
        "min" => 60,
        "h" => 3600,
        "d" => 86400,
        _ => null,
    };
}
