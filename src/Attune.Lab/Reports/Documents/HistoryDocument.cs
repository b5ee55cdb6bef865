using Attune.Lab.History;

namespace Attune.Lab.Reports.Documents;

/// <summary>What the page of a history draws.</summary>
internal sealed record HistoryDocument(string Kind, IReadOnlyList<HistorySeriesDocument> Series)
{
    public static HistoryDocument Of(IEnumerable<SeriesAnalysis> series) => new("history", [.. series.Select(HistorySeriesDocument.Of)]);
}
