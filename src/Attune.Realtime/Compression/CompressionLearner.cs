using Attune.Realtime.Wire;

namespace Attune.Realtime.Compression;

/// <summary>
/// Learns what compression does to one kind of message, and compresses only where it pays: long enough, small enough afterwards, and less time
/// spent than the saved bytes take on their way to all receivers.
/// </summary>
internal sealed class CompressionLearner(RealtimeOptions options, TimeProvider time)
{
    /// <summary>A kind that does not pay is tried again after so many messages.</summary>
    public const int RetryAfter = 500;

    /// <summary>So many messages are compressed before it is judged whether that pays: the first call of all takes much longer than later ones.</summary>
    public const int Trials = 3;

    private const double Weight = 0.2;

    /// <summary>More than this, in nanoseconds a byte, is the machine's doing (a first call, an interrupted thread), not the content's.</summary>
    private const double HighestCost = 100;

    private readonly Lock _gate = new();
    private readonly double _nanosecondsPerByte = 8e3 / options.CompressionLinkMbps;
    private double _ratio = double.NaN;
    private double _costPerByte = double.NaN;
    private int _untilRetry = RetryAfter;
    private int _trials;

    /// <summary>Compressed size as a share of the plain one, averaged; not a number before the first.</summary>
    public double Ratio
    {
        get
        {
            lock (_gate)
            {
                return _ratio;
            }
        }
    }

    /// <summary>Messages that were compressed, to send them or to find out.</summary>
    public int Tries { get; private set; }

    /// <summary>A compressed frame, or null where the plain one is better.</summary>
    public ReadOnlyMemory<byte>? TryCompress(ReadOnlySpan<byte> content, int receivers)
    {
        if (content.Length < options.CompressionThreshold || !MayPay(content.Length, receivers))
        {
            return null;
        }

        var start = time.GetTimestamp();
        var compressed = Deflater.Compress(content, WebSocketFrames.MaxHeaderLength);
        var length = compressed.Count - WebSocketFrames.MaxHeaderLength;
        Learn(content.Length, length, time.GetElapsedTime(start).TotalNanoseconds);
        if (length >= content.Length * options.CompressionRatio)
        {
            return null;
        }

        var header = WebSocketFrames.HeaderLength(length);
        var frame = compressed.AsMemory(WebSocketFrames.MaxHeaderLength - header);
        WebSocketFrames.WriteHeader(frame.Span, WebSocketFrames.TextOpcode, length, compressed: true);
        return frame;
    }

    private bool MayPay(int length, int receivers)
    {
        lock (_gate)
        {
            if (_trials < Trials)
            {
                return true;
            }

            var saved = length * (1 - _ratio) * receivers;
            if (_ratio <= options.CompressionRatio && saved * _nanosecondsPerByte >= length * _costPerByte)
            {
                return true;
            }

            if (--_untilRetry > 0)
            {
                return false;
            }

            _untilRetry = RetryAfter;
            return true;
        }
    }

    private void Learn(int before, int after, double nanoseconds)
    {
        lock (_gate)
        {
            Tries++;
            var (ratio, cost) = ((double)after / before, Math.Min(HighestCost, nanoseconds / before));
            var isFirst = _trials == 0;
            _trials = Math.Min(Trials, _trials + 1);
            _ratio = isFirst ? ratio : _ratio + (Weight * (ratio - _ratio));
            // What disturbs makes it longer, never shorter: the shorter time is the truer one.
            _costPerByte = isFirst || cost < _costPerByte ? cost : _costPerByte + (Weight * (cost - _costPerByte));
        }
    }
}
