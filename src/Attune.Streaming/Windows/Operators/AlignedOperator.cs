using Attune.Streaming.Aggregates;

namespace Attune.Streaming.Windows.Operators;

/// <summary>Windows that lie on a grid, each with a table of its keys: tumbling windows, the global one, and sliding ones that cannot share slices.</summary>
/// <remarks>An event is added to each of its windows, so it costs size ÷ slide additions.</remarks>
internal sealed partial class AlignedOperator<TKey, TIn, TState, TOut> : WindowEngine<TKey, TIn, TState, TOut>
    where TKey : notnull
{
    private readonly WindowGrid _grid;
    private readonly bool _isGlobal;
    private readonly int _overlap;
    private readonly bool _followsPanes;
    private readonly bool _discards;
    private readonly WindowPools<TKey, TState> _pools = new();
    private readonly WindowQueue<OpenWindow<TKey, TState>> _windows = new();

    // Windows at the beginning of the queue whose end the watermark has reached.
    private int _passed;
    private long _stateCount;

    // The window that events fell into last: [low, low + span) on the axis of event time. Span 0: none.
    private OpenWindow<TKey, TState>? _current;
    private long _low;
    private ulong _span;

    // An entry that was just made and has no value yet.
    private OpenWindow<TKey, TState>? _freshIn;
    private uint _freshHash;

    public AlignedOperator(
        string shape, WindowGrid? grid, WindowOptions options, Aggregate<TIn, TState, TOut> aggregate, IWindowOutput<TKey, TOut> output)
        : base(shape, options, aggregate, output)
    {
        _isGlobal = grid is null;
        _grid = grid ?? new WindowGrid(long.MaxValue, long.MaxValue, 0);
        _overlap = _grid.Overlap;
        _followsPanes = !options.Early.IsNever || (options.AllowedLateness > TimeSpan.Zero && !_isGlobal);
        _discards = options.Content == PaneContent.Discarding;
    }

    public override long StateCount => _stateCount;

    protected override void AddFrom(int start, ReadOnlySpan<long> timestamps, ReadOnlySpan<TKey> keys, ReadOnlySpan<TIn> values)
    {
        for (var i = start; i < timestamps.Length;)
        {
            At(i, i + 1);
            if ((ulong)(timestamps[i] - _low) >= _span && !Select(timestamps[i]))
            {
                SendLate(i++);
                continue;
            }

            var key = keys[i];
            var hash = KeyHash.Of(key);
            var end = i < SingleUntil ? i + 1 : Runs.EndOf(i, timestamps, keys, _low, _span);
            if (_overlap == 1)
            {
                Add(_current!, key, hash, i, end, timestamps, values);
            }
            else
            {
                AddToAll(key, hash, i, end, timestamps, values);
            }

            i = end;
        }
    }

    protected override void Undo()
    {
        if (_freshIn is { } window)
        {
            window.Table.RemoveLast(_freshHash);
            if (_followsPanes)
            {
                window.Panes.RemoveLast();
            }

            _freshIn = null;
            _stateCount--;
        }
    }

    /// <summary>Finds the last window of an instant; false if it is over.</summary>
    private bool Select(long timestamp)
    {
        CheckTime(timestamp);
        var start = _isGlobal ? 0 : _grid.LastStart(timestamp);
        var end = _isGlobal ? long.MaxValue : _grid.End(start);
        if (CleanupOf(end) <= Now)
        {
            return false;
        }

        _low = Math.Max(start, 0);
        _span = (ulong)(_grid.Next(start) - _low);
        _current = _overlap == 1 ? WindowFrom(start, end) : null;
        return true;
    }

    private OpenWindow<TKey, TState> WindowFrom(long start, long end)
    {
        var place = _windows.PlaceOf(start);
        if (place < _windows.Count && _windows[place].Start == start)
        {
            return _windows[place];
        }

        var window = _pools.Rent();
        window.Open(start, end);
        _windows.Insert(place, window);
        if (end <= Now)
        {
            _passed++;
        }

        return window;
    }

    private void AddToAll(TKey key, uint hash, int from, int to, ReadOnlySpan<long> timestamps, ReadOnlySpan<TIn> values)
    {
        var last = _grid.LastStart(timestamps[from]);
        for (var i = from; i < to; i++)
        {
            // One by one: what one window has taken of a run cannot be taken back when the next one fails.
            At(i, i + 1);
            for (var before = _overlap - 1; before >= 0; before--)
            {
                var start = last - (before * _grid.Slide);
                if (CleanupOf(_grid.End(start)) > Now)
                {
                    Add(WindowFrom(start, _grid.End(start)), key, hash, i, i + 1, timestamps, values);
                }
            }
        }
    }

    private void Add(
        OpenWindow<TKey, TState> window, TKey key, uint hash, int from, int to, ReadOnlySpan<long> timestamps, ReadOnlySpan<TIn> values)
    {
        var table = window.Table;
        var number = table.Find(key, hash);
        if (number < 0)
        {
            number = AddKey(window, key, hash);
        }

        if (_followsPanes)
        {
            AddAndFire(window, number, from, to, timestamps, values);
            return;
        }

        ref var state = ref table.Entries[number].State;
        if (to - from == 1)
        {
            Aggregate.Add(ref state, in values[from], timestamps[from]);
        }
        else if (TakesRuns)
        {
            At(from, to);
            Aggregate.AddMany(ref state, values[from..to], timestamps[from..to]);
        }
        else
        {
            for (var i = from; i < to; i++)
            {
                At(i, i + 1);
                Aggregate.Add(ref state, in values[i], timestamps[i]);
                _freshIn = null;
            }
        }

        _freshIn = null;
    }

    private int AddKey(OpenWindow<TKey, TState> window, TKey key, uint hash)
    {
        var state = Aggregate.Create();
        var number = window.Table.Add(key, hash);
        window.Table.Entries[number].State = state;
        if (_followsPanes)
        {
            window.Panes.Add();
        }

        _stateCount++;
        (_freshIn, _freshHash) = (window, hash);
        return number;
    }
}
