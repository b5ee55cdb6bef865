using System.Runtime.InteropServices;
using Attune.Events;
using Attune.Measurement;

namespace Attune.Streaming.Windows;

/// <summary>What one partition knows of one open window; states of different partitions are merged when the window closes.</summary>
internal sealed class WindowState
{
    private readonly Dictionary<string, RunningStatistics> _sources = [];
    private readonly Dictionary<string, RunningStatistics> _protocols = [];
    private RunningStatistics _total;
    private long _messages;
    private long _spam;

    public void Add(in StreamRecord record)
    {
        if (record.Flow is { } flow)
        {
            _total.Add(flow.Bytes);
            CollectionsMarshal.GetValueRefOrAddDefault(_sources, flow.SourceIp, out _).Add(flow.Bytes);
            CollectionsMarshal.GetValueRefOrAddDefault(_protocols, flow.Protocol, out _).Add(flow.Bytes);
        }
        else if (record.Text is { } text)
        {
            _messages++;
            _spam += text.IsSpam ? 1 : 0;
        }
    }

    public void Merge(WindowState other)
    {
        _total.Merge(other._total);
        Merge(_sources, other._sources);
        Merge(_protocols, other._protocols);
        _messages += other._messages;
        _spam += other._spam;
    }

    public WindowResult ToResult(string stream, TimeWindow window) => new(
        stream, window.Start, window.End, Aggregate("", _total), _sources.Count, _messages, _spam, Ranked(_protocols), Ranked(_sources));

    private static void Merge(Dictionary<string, RunningStatistics> into, Dictionary<string, RunningStatistics> from)
    {
        foreach (var (key, statistics) in from)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(into, key, out _).Merge(statistics);
        }
    }

    private static List<WindowAggregate> Ranked(Dictionary<string, RunningStatistics> byKey) =>
        [.. byKey.Select(pair => Aggregate(pair.Key, pair.Value)).OrderByDescending(aggregate => aggregate.Bytes).ThenBy(aggregate => aggregate.Key, StringComparer.Ordinal)];

    private static WindowAggregate Aggregate(string key, in RunningStatistics statistics) => statistics.Count == 0
        ? new WindowAggregate(key, 0, 0, 0, 0, 0, 0)
        : new WindowAggregate(
            key, statistics.Count, statistics.Sum, statistics.Mean, statistics.Min, statistics.Max, statistics.PopulationStandardDeviation);
}
