using System.Buffers.Text;
using System.Diagnostics;
using Attune.Measurement;
using Attune.Suites.Realtime.Feeds;

namespace Attune.Suites.Realtime.Listeners;

/// <summary>Counts the payloads that one client receives, checks their order and takes their latencies. One thread at a time writes.</summary>
internal sealed class MessageTally(LatencyHistogram latencies)
{
    private const int NumberAt = 9;
    private const int NumberLength = 10;
    private const int TimeAt = NumberAt + NumberLength + 6;
    private const int TimeLength = 19;

    private long _received;
    private long _lost;
    private long _disordered;
    private long _next = -1;

    public long Received => Volatile.Read(ref _received);

    public long Lost => Volatile.Read(ref _lost);

    public long Disordered => Volatile.Read(ref _disordered);

    /// <summary>Forgets everything. Nothing may be under way.</summary>
    public void Reset() => (_received, _lost, _disordered, _next) = (0, 0, 0, -1);

    /// <summary>Takes all payloads of a message: there may be several, in a batch.</summary>
    /// <exception cref="FormatException">A payload is not of <see cref="FeedPayloads"/>' form.</exception>
    public void Take(ReadOnlySpan<byte> message, long now)
    {
        for (int at; (at = message.IndexOf("\"number\":1"u8)) >= 0; message = message[(TimeAt + TimeLength)..])
        {
            message = message[at..];
            if (message.Length < TimeAt + TimeLength
                || !Utf8Parser.TryParse(message.Slice(NumberAt, NumberLength), out long number, out var read) || read != NumberLength
                || !Utf8Parser.TryParse(message.Slice(TimeAt, TimeLength), out long time, out read) || read != TimeLength)
            {
                throw new FormatException("A payload that was not sent.");
            }

            Count(number);
            latencies.Record(Stopwatch.GetElapsedTime(time - FeedPayloads.TimeBase, now));
        }
    }

    private void Count(long number)
    {
        if (_next >= 0 && number < _next)
        {
            _disordered++;
        }
        else
        {
            _lost += _next < 0 ? 0 : number - _next;
            _next = number + 1;
        }

        Volatile.Write(ref _received, _received + 1);
    }
}
