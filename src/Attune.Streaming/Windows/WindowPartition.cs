using Attune.Streaming.Partitions;

namespace Attune.Streaming.Windows;

/// <summary>The open windows of one partition. A window leaves exactly once: when the watermark reaches its end; after that it takes nothing in.</summary>
internal sealed class WindowPartition(IWindowAssigner assigner) : IPartitionProcessor<StreamRecord, KeyValuePair<TimeWindow, WindowState>>
{
    private readonly SortedDictionary<TimeWindow, WindowState> _open = new(ByEnd.Instance);
    private readonly List<TimeWindow> _assigned = [];
    private DateTime _watermark = DateTime.MinValue;

    public void Process(in StreamRecord record)
    {
        _assigned.Clear();
        assigner.Assign(record.Timestamp, _assigned);
        foreach (var window in _assigned)
        {
            if (window.End <= _watermark)
            {
                continue;
            }

            if (!_open.TryGetValue(window, out var state))
            {
                _open.Add(window, state = new WindowState());
            }

            state.Add(record);
        }
    }

    public void AdvanceWatermark(DateTime watermark, ICollection<KeyValuePair<TimeWindow, WindowState>> closed)
    {
        if (watermark <= _watermark)
        {
            return;
        }

        _watermark = watermark;
        while (_open.Count > 0)
        {
            var first = _open.First();
            if (first.Key.End > watermark)
            {
                break;
            }

            _open.Remove(first.Key);
            closed.Add(first);
        }
    }

    private sealed class ByEnd : IComparer<TimeWindow>
    {
        public static readonly ByEnd Instance = new();

        public int Compare(TimeWindow left, TimeWindow right)
        {
            var byEnd = left.End.CompareTo(right.End);
            return byEnd != 0 ? byEnd : left.Start.CompareTo(right.Start);
        }
    }
}
