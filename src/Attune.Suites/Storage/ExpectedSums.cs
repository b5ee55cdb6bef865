using Attune.Events;
using Attune.Storage;

namespace Attune.Suites.Storage;

/// <summary>Sums by source, kept beside the ledger: what its answers must equal.</summary>
internal sealed class ExpectedSums
{
    private readonly Dictionary<string, (long Flows, long Bytes)> _sums = new(StringComparer.Ordinal);

    /// <summary>Adds flows.</summary>
    public void Add(Flow[] flows)
    {
        foreach (var flow in flows)
        {
            var (count, bytes) = _sums.GetValueOrDefault(flow.SourceIp);
            _sums[flow.SourceIp] = (count + 1, bytes + flow.Bytes);
        }
    }

    /// <summary>The sources with most bytes.</summary>
    public IReadOnlyList<SourceTotal> Top(int limit) =>
        [.. _sums.Select(sum => new SourceTotal(sum.Key, sum.Value.Flows, sum.Value.Bytes)).OrderByDescending(total => total.Bytes).ThenBy(total => total.Source, StringComparer.Ordinal).Take(limit)];
}
