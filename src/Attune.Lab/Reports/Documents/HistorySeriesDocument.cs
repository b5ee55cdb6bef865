using System.Globalization;
using Attune.Lab.Analysis;
using Attune.Lab.History;

namespace Attune.Lab.Reports.Documents;

/// <summary>One benchmark over its runs, for a chart.</summary>
/// <param name="Name">The benchmark.</param>
/// <param name="Unit">Unit of the values.</param>
/// <param name="Runs">Names of the runs, oldest first.</param>
/// <param name="Values">Their figures.</param>
/// <param name="Target">The value to reach; null without one.</param>
/// <param name="Levels">For each run the level between the changes around it; null without a change.</param>
internal sealed record HistorySeriesDocument(
    string Name, string Unit, IReadOnlyList<string> Runs, IReadOnlyList<double> Values, double? Target, IReadOnlyList<double>? Levels)
{
    public static HistorySeriesDocument Of(SeriesAnalysis series) => new(
        series.Key.Name, series.Unit,
        [.. series.Records.Select(record => $"run {record.Run.Id.ToString(CultureInfo.InvariantCulture)}")],
        series.Values, series.Records[^1].Measurement.Target, Steps(series));

    private static double[]? Steps(SeriesAnalysis series)
    {
        if (series.Changes.Count == 0)
        {
            return null;
        }

        var (levels, values) = (new double[series.Values.Count], series.Values.ToArray());
        int[] edges = [0, .. series.Changes, values.Length];
        for (var i = 0; i + 1 < edges.Length; i++)
        {
            levels.AsSpan(edges[i]..edges[i + 1]).Fill(Percentiles.Median(values.AsSpan(edges[i]..edges[i + 1])));
        }

        return levels;
    }
}
