using Attune.Events;

namespace Attune.Suites.Streaming;

/// <summary>Windows as one writes them first: a dictionary of sums behind a lock. The model that results are compared with, and the baseline.</summary>
internal sealed class NaiveWindows(TimeSpan size)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<DateTime, Window> _windows = [];

    public void Add(Flow flow)
    {
        var start = new DateTime(flow.Timestamp.Ticks - (flow.Timestamp.Ticks % size.Ticks), DateTimeKind.Utc);
        lock (_gate)
        {
            if (!_windows.TryGetValue(start, out var window))
            {
                _windows[start] = window = new Window();
            }

            window.Total.Add(flow.Bytes);
            Of(window.Sources, flow.SourceIp).Add(flow.Bytes);
            Of(window.Protocols, flow.Protocol).Add(flow.Bytes);
        }
    }

    /// <summary>Null when the results say the same; else what differs.</summary>
    public string? Difference(IReadOnlyList<WindowResult> results)
    {
        if (results.Count != _windows.Count)
        {
            return $"{results.Count} windows instead of {_windows.Count}";
        }

        foreach (var result in results)
        {
            if (!_windows.TryGetValue(result.Start, out var expected) || result.End != result.Start + size)
            {
                return $"a window at {result.Start:O} that should not be";
            }

            if (!expected.Total.Equals(result.Total) || result.DistinctSources != expected.Sources.Count
                || !AreEqual(expected.Sources, result.Sources) || !AreEqual(expected.Protocols, result.Protocols))
            {
                return $"other sums in the window at {result.Start:O}";
            }
        }

        return null;
    }

    private static Sums Of(Dictionary<string, Sums> byKey, string key)
    {
        if (!byKey.TryGetValue(key, out var sums))
        {
            byKey[key] = sums = new Sums();
        }

        return sums;
    }

    private static bool AreEqual(Dictionary<string, Sums> expected, IReadOnlyList<WindowAggregate> actual) =>
        actual.Count == expected.Count && actual.All(aggregate => expected.TryGetValue(aggregate.Key, out var sums) && sums.Equals(aggregate));

    private sealed class Window
    {
        public Sums Total { get; } = new();

        public Dictionary<string, Sums> Sources { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, Sums> Protocols { get; } = new(StringComparer.Ordinal);
    }

    private sealed class Sums
    {
        private const double Tolerance = 1e-9;

        private long _count;
        private double _sum;
        private double _squares;
        private double _min = double.MaxValue;
        private double _max = double.MinValue;

        public void Add(double value)
        {
            _count++;
            _sum += value;
            _squares += value * value;
            _min = Math.Min(_min, value);
            _max = Math.Max(_max, value);
        }

        public bool Equals(WindowAggregate aggregate)
        {
            var mean = _sum / _count;
            var variance = Math.Max(0, (_squares / _count) - (mean * mean));

            // The naive variance cancels, so it is compared on the scale of the squares.
            return aggregate.Flows == _count && aggregate.Bytes == _sum && aggregate.Min == _min && aggregate.Max == _max
                && Math.Abs(aggregate.Mean - mean) <= Tolerance * mean
                && Math.Abs((aggregate.StandardDeviation * aggregate.StandardDeviation) - variance) <= Tolerance * _squares / _count;
        }
    }
}
