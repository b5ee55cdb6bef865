using System.Runtime.InteropServices;
using Attune.Events;
using Attune.Measurement;
using Attune.Streaming.Windows;

namespace Attune.Streaming.Flows;

/// <summary>One window of a stream, put together from the panes of its keys.</summary>
internal sealed class FlowWindow
{
    private readonly List<(string Key, SourceWindow Window)> _keys = [];

    /// <summary>Adds a key; each comes once, because all its events go to one partition.</summary>
    public void Add(string key, in SourceWindow window) => _keys.Add((key, window));

    public WindowResult ToResult(string stream, TimeWindow window)
    {
        // Keys come in any order from several partitions, and means are rounded: in an order of their own a second run gives the same digits.
        _keys.Sort(static (left, right) => string.CompareOrdinal(left.Key, right.Key));
        var (total, messages, spam) = (default(RunningStatistics), 0L, 0L);
        var protocols = new Dictionary<string, RunningStatistics>(StringComparer.Ordinal);
        var sources = new List<WindowAggregate>();
        foreach (ref readonly var entry in CollectionsMarshal.AsSpan(_keys))
        {
            var bytes = default(RunningStatistics);
            foreach (ref readonly var protocol in entry.Window.Protocols)
            {
                bytes.Merge(protocol.Bytes);
                CollectionsMarshal.GetValueRefOrAddDefault(protocols, protocol.Protocol, out _).Merge(protocol.Bytes);
            }

            if (bytes.Count > 0)
            {
                total.Merge(bytes);
                sources.Add(Aggregate(entry.Key, bytes));
            }

            messages += entry.Window.Messages;
            spam += entry.Window.Spam;
        }

        return new(
            stream, window.Start, window.End, Aggregate("", total), sources.Count, messages, spam,
            Ranked([.. protocols.Select(pair => Aggregate(pair.Key, pair.Value))]), Ranked(sources));
    }

    private static List<WindowAggregate> Ranked(List<WindowAggregate> aggregates)
    {
        aggregates.Sort(static (left, right) => right.Bytes.CompareTo(left.Bytes) is var byBytes and not 0 ? byBytes : string.CompareOrdinal(left.Key, right.Key));
        return aggregates;
    }

    private static WindowAggregate Aggregate(string key, in RunningStatistics statistics) => statistics.Count == 0
        ? new WindowAggregate(key, 0, 0, 0, 0, 0, 0)
        : new WindowAggregate(
            key, statistics.Count, statistics.Sum, statistics.Mean, statistics.Min, statistics.Max, statistics.PopulationStandardDeviation);
}
