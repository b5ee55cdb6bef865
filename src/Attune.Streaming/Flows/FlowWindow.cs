using System.Runtime.InteropServices;
using Attune.Events;
using Attune.Measurement;
using Attune.Streaming.Windows;

namespace Attune.Streaming.Flows;

/// <summary>One window of a stream, put together from the panes of its keys.</summary>
internal sealed class FlowWindow
{
    private readonly Dictionary<string, RunningStatistics> _protocols = new(StringComparer.Ordinal);
    private readonly List<WindowAggregate> _sources = [];
    private RunningStatistics _total;
    private long _messages;
    private long _spam;

    /// <summary>Adds a key; each comes once, because all its events go to one partition.</summary>
    public void Add(string key, in SourceWindow source)
    {
        var total = default(RunningStatistics);
        foreach (ref readonly var protocol in source.Protocols)
        {
            total.Merge(protocol.Bytes);
            CollectionsMarshal.GetValueRefOrAddDefault(_protocols, protocol.Protocol, out _).Merge(protocol.Bytes);
        }

        if (total.Count > 0)
        {
            _total.Merge(total);
            _sources.Add(Aggregate(key, total));
        }

        _messages += source.Messages;
        _spam += source.Spam;
    }

    public WindowResult ToResult(string stream, TimeWindow window) => new(
        stream, window.Start, window.End, Aggregate("", _total), _sources.Count, _messages, _spam,
        Ranked([.. _protocols.Select(pair => Aggregate(pair.Key, pair.Value))]), Ranked(_sources));

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
