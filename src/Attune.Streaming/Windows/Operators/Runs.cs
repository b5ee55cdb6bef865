using System.Runtime.CompilerServices;

namespace Attune.Streaming.Windows.Operators;

/// <summary>Finds events that follow each other, have one key and lie in one stretch of time.</summary>
internal static class Runs
{
    private const int Short = 4;
    private const int Block = 256;

    /// <summary>End of the run that begins at <paramref name="start"/>, whose time lies in [low, low + span).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int EndOf<TKey>(int start, ReadOnlySpan<long> timestamps, ReadOnlySpan<TKey> keys, long low, ulong span)
    {
        var end = start + 1;
        var key = keys[start];
        for (; end < timestamps.Length; end++)
        {
            if ((ulong)(timestamps[end] - low) >= span || !KeyHash.AreEqual(keys[end], key))
            {
                return end;
            }

            if (end - start == Short)
            {
                return EndOfLong(end, timestamps, keys, low, span);
            }
        }

        return end;
    }

    private static int EndOfLong<TKey>(int start, ReadOnlySpan<long> timestamps, ReadOnlySpan<TKey> keys, long low, ulong span)
    {
        var key = keys[start];
        for (var end = start; ;)
        {
            var times = timestamps.Slice(end, Math.Min(Block, timestamps.Length - end));
            var inTime = times.IndexOfAnyExceptInRange(low, low + (long)(span - 1));
            var length = inTime < 0 ? times.Length : inTime;
            if (typeof(TKey) != typeof(NoKey))
            {
                var sameKey = keys.Slice(end, length).IndexOfAnyExcept(key, comparer: null);
                length = sameKey < 0 ? length : sameKey;
            }

            end += length;
            if (length < Block || end == timestamps.Length)
            {
                return end;
            }
        }
    }
}
