namespace Attune.Streaming.Windows.Operators;

/// <summary>Open windows, or slices of them, in order of their start. Windows are mostly added near the end and leave at the beginning.</summary>
internal sealed class WindowQueue<TWindow>
    where TWindow : GridWindow
{
    private TWindow[] _windows = new TWindow[8];
    private int _head;

    public int Count { get; private set; }

    public TWindow this[int index] => _windows[_head + index];

    /// <summary>Number of windows that start before <paramref name="start"/>: the place of the one that starts there.</summary>
    public int PlaceOf(long start)
    {
        if (Count == 0 || this[Count - 1].Start < start)
        {
            return Count;
        }

        var (low, high) = (0, Count - 1);
        while (low < high)
        {
            var middle = (low + high) >> 1;
            (low, high) = this[middle].Start < start ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    public void Insert(int index, TWindow window)
    {
        if (_head + Count == _windows.Length)
        {
            MakeRoom();
        }

        var place = _head + index;
        Array.Copy(_windows, place, _windows, place + 1, Count - index);
        _windows[place] = window;
        Count++;
    }

    public TWindow RemoveFirst()
    {
        var first = _windows[_head];
        _windows[_head++] = null!;
        if (--Count == 0)
        {
            _head = 0;
        }

        return first;
    }

    private void MakeRoom()
    {
        var target = _head >= _windows.Length / 2 ? _windows : new TWindow[_windows.Length * 2];
        Array.Copy(_windows, _head, target, 0, Count);
        if (target == _windows)
        {
            Array.Clear(_windows, Count, _windows.Length - Count);
        }

        _windows = target;
        _head = 0;
    }
}
