using System.Diagnostics.Metrics;

namespace Attune.Realtime.Delivery;

/// <summary>The instruments of meter <c>Attune.Realtime</c>.</summary>
internal sealed class HubMeter : IDisposable
{
    private readonly Meter _meter = new("Attune.Realtime");
    private readonly Histogram<double> _delivery;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _received;
    private readonly Counter<long> _errors;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _slowClients;
    private readonly TimeProvider _time;
    private long _plainBytes;
    private long _sentBytes;
    private long _frames;

    public HubMeter(RealtimeHub hub, TimeProvider time)
    {
        _time = time;
        _delivery = _meter.CreateHistogram<double>("attune.realtime.delivery.duration", "s", "From the publication of a message to its write to a client's socket.");
        _dropped = _meter.CreateCounter<long>("attune.realtime.dropped", "{message}", "Messages that clients lost because they did not keep up.");
        _received = _meter.CreateCounter<long>("attune.realtime.received", "{message}", "Messages that clients sent.");
        _errors = _meter.CreateCounter<long>("attune.realtime.errors", "{message}", "Messages of clients that were refused, by code.");
        _refused = _meter.CreateCounter<long>("attune.realtime.refused", "{connection}", "Connections that were refused, by reason.");
        _slowClients = _meter.CreateCounter<long>("attune.realtime.slow_clients", "{client}", "Clients that were disconnected because they did not keep up.");
        _meter.CreateObservableUpDownCounter("attune.realtime.clients", () => hub.ClientCount, "{client}", "Clients that are connected.");
        _meter.CreateObservableUpDownCounter("attune.realtime.subscriptions", () => hub.SubscriptionCount, "{subscription}", "Channels and patterns that clients are subscribed to.");
        _meter.CreateObservableUpDownCounter("attune.realtime.channels", () => hub.ChannelCount, "{channel}", "Channels.");
        _meter.CreateObservableGauge("attune.realtime.queue.length", () => hub.QueueLength, "{message}", "Messages that wait for clients.");
        _meter.CreateObservableCounter("attune.realtime.messages", hub.Delivered, "{message}", "Messages put into clients' queues, by channel.");
        _meter.CreateObservableCounter("attune.realtime.frames", () => Interlocked.Read(ref _frames), "{frame}", "Frames with messages that were sent to clients.");
        _meter.CreateObservableCounter("attune.realtime.plain_bytes", () => Interlocked.Read(ref _plainBytes), "By", "Bytes of messages to clients before batching and compression.");
        _meter.CreateObservableCounter("attune.realtime.sent_bytes", () => Interlocked.Read(ref _sentBytes), "By", "Bytes of messages to clients as they were sent.");
    }

    /// <summary>Messages were handed to the operating system.</summary>
    public void Sent(Sent sent, long now)
    {
        if (sent.Count == 0)
        {
            return;
        }

        Interlocked.Increment(ref _frames);
        Interlocked.Add(ref _plainBytes, sent.PlainBytes);
        Interlocked.Add(ref _sentBytes, sent.Bytes);
        if (_delivery.Enabled)
        {
            foreach (var published in sent.Published)
            {
                _delivery.Record(_time.GetElapsedTime(published, now).TotalSeconds);
            }
        }
    }

    public void Dropped() => _dropped.Add(1);

    public void Received() => _received.Add(1);

    public void Error(string code) => _errors.Add(1, new KeyValuePair<string, object?>("code", code));

    public void Refused(string reason) => _refused.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void SlowClient() => _slowClients.Add(1);

    public void Dispose() => _meter.Dispose();
}
