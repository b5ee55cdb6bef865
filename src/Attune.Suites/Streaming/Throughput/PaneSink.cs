using Attune.Measurement;
using Attune.Streaming.Pipelines.Sinks;
using Attune.Streaming.Windows;

namespace Attune.Suites.Streaming.Throughput;

/// <summary>Keeps panes in an array that is there already, so that a run's figure is not that of a growing list.</summary>
/// <param name="capacity">Most panes; further ones are counted only.</param>
internal sealed class PaneSink(int capacity) : ISink<Pane<int, RunningStatistics>>
{
    private readonly Pane<int, RunningStatistics>[] _panes = new Pane<int, RunningStatistics>[capacity];

    /// <summary>Panes written since <see cref="Clear"/>.</summary>
    public int Count { get; private set; }

    /// <summary>Forgets all panes.</summary>
    public void Clear() => Count = 0;

    /// <summary>Null when the panes are the expected ones, each once; else what differs.</summary>
    public string? Difference(IReadOnlyDictionary<(int Key, long Start), NaiveStatistics> expected)
    {
        if (Count != expected.Count)
        {
            return $"{Count} panes instead of {expected.Count}";
        }

        var seen = new HashSet<(int, long)>(Count);
        foreach (ref readonly var pane in _panes.AsSpan(0, Count))
        {
            var (id, value) = ((pane.Key, pane.Window.Start.Ticks), pane.Value);
            if (!expected.TryGetValue(id, out var naive) || !seen.Add(id))
            {
                return $"a pane of key {pane.Key} at {pane.Window.Start:O} that should not be";
            }

            if (!naive.Matches(value.Count, value.Sum, value.Mean, value.Min, value.Max, value.PopulationStandardDeviation))
            {
                return $"other figures of key {pane.Key} at {pane.Window.Start:O}";
            }
        }

        return null;
    }

    public ValueTask OpenAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask WriteAsync(ReadOnlyMemory<Pane<int, RunningStatistics>> items, CancellationToken cancellationToken)
    {
        if (Count < _panes.Length)
        {
            items.Span[..Math.Min(items.Length, _panes.Length - Count)].CopyTo(_panes.AsSpan(Count));
        }

        Count += items.Length;
        return ValueTask.CompletedTask;
    }

    public ValueTask FlushAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
