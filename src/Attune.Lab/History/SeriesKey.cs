using Attune.Storage.Benchmarks;

namespace Attune.Lab.History;

/// <summary>What makes measurements comparable: the same benchmark with the same parameters.</summary>
/// <param name="Suite">The suite.</param>
/// <param name="Name">The benchmark.</param>
/// <param name="Parameters">Its parameters as <c>a=1, b=2</c>, in alphabetical order.</param>
public sealed record SeriesKey(string Suite, string Name, string Parameters)
{
    /// <summary>The key of <paramref name="measurement"/>.</summary>
    public static SeriesKey Of(StoredMeasurement measurement)
    {
        ArgumentNullException.ThrowIfNull(measurement);
        return new SeriesKey(
            measurement.Suite, measurement.Name,
            string.Join(", ", measurement.Parameters.OrderBy(item => item.Key, StringComparer.Ordinal).Select(item => $"{item.Key}={item.Value}")));
    }

    /// <summary><c>suite/name</c>, with the parameters if there are any.</summary>
    public override string ToString() => Parameters.Length == 0 ? $"{Suite}/{Name}" : $"{Suite}/{Name} ({Parameters})";
}
