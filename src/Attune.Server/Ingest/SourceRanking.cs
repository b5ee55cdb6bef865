using System.Runtime.InteropServices;
using Attune.Events;
using Attune.Storage;

namespace Attune.Server.Ingest;

/// <summary>Running totals per source address. Exact up to <see cref="Capacity"/> sources; beyond that the smaller half is forgotten.</summary>
public sealed class SourceRanking
{
    /// <summary>Most sources that are remembered.</summary>
    public const int Capacity = 100_000;

    private readonly Lock _gate = new();
    private Dictionary<string, (long Flows, long Bytes)> _totals = [];

    /// <summary>Counts flows.</summary>
    public void Add(IReadOnlyList<Flow> flows)
    {
        lock (_gate)
        {
            foreach (var flow in flows)
            {
                ref var total = ref CollectionsMarshal.GetValueRefOrAddDefault(_totals, flow.SourceIp, out _);
                total = (total.Flows + 1, total.Bytes + flow.Bytes);
            }

            if (_totals.Count > Capacity)
            {
                _totals = _totals.OrderByDescending(pair => pair.Value.Bytes).Take(Capacity / 2).ToDictionary();
            }
        }
    }

    /// <summary>The sources with most bytes, most first.</summary>
    public IReadOnlyList<SourceTotal> Top(int count)
    {
        lock (_gate)
        {
            return [.. _totals
                .OrderByDescending(pair => pair.Value.Bytes).ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(count)
                .Select(pair => new SourceTotal(pair.Key, pair.Value.Flows, pair.Value.Bytes))];
        }
    }
}
