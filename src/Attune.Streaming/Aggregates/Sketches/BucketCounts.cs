using System.Runtime.InteropServices;

namespace Attune.Streaming.Aggregates.Sketches;

/// <summary>Counts of buckets that lie close together.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct BucketCounts
{
    private const int Step = 16;
    private long[]? _counts;
    private int _first;

    public long Total { get; private set; }

    public void Add(int index, long count)
    {
        if (_counts is null || index < _first || index >= _first + _counts.Length)
        {
            Cover(index);
        }

        _counts![index - _first] += count;
        Total += count;
    }

    public void Merge(in BucketCounts other)
    {
        for (var i = 0; i < (other._counts?.Length ?? 0); i++)
        {
            if (other._counts![i] > 0)
            {
                Add(other._first + i, other._counts[i]);
            }
        }
    }

    /// <summary>The bucket with the value of a rank, counted from the smallest, 1 or more.</summary>
    public readonly int IndexAt(long rank)
    {
        long seen = 0;
        for (var i = 0; i < _counts!.Length; i++)
        {
            seen += _counts[i];
            if (seen >= rank)
            {
                return _first + i;
            }
        }

        return _first + _counts.Length - 1;
    }

    /// <summary>Buckets that are not empty.</summary>
    public readonly List<(int Index, long Count)> Entries()
    {
        var first = _first;
        return [.. (_counts ?? []).Select((count, i) => (first + i, count)).Where(entry => entry.count > 0)];
    }

    private void Cover(int index)
    {
        var first = index / Step * Step;
        var end = first + Step;
        if (_counts is null)
        {
            (_counts, _first) = (new long[Step], first);
            return;
        }

        (first, end) = (Math.Min(first, _first), Math.Max(end, _first + _counts.Length));
        var counts = new long[end - first];
        _counts.CopyTo(counts, _first - first);
        (_counts, _first) = (counts, first);
    }
}
