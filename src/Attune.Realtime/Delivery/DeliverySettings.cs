using Attune.Tuning;

namespace Attune.Realtime.Delivery;

/// <summary>What every outbox goes by; the knobs among it may change at any time.</summary>
internal sealed class DeliverySettings
{
    private const double MillisecondsPerSecond = 1000;

    public DeliverySettings(RealtimeOptions options, TunableRegistry? tunables, HubMeter meter, TimeProvider time)
    {
        (Meter, Time, QueueBytes, BatchBytes) = (meter, time, options.QueueBytes, options.BatchBytes);
        tunables ??= new TunableRegistry(time);
        Follow(
            new TunableDefinition
            {
                Name = "realtime.flush_window",
                Unit = "ms",
                Description = "Least time between two sends to one client; what is published within it goes out as one batch.",
                Minimum = 0,
                Maximum = 1000,
                Step = 0,
                Default = options.FlushWindow.TotalMilliseconds,
            },
            milliseconds => FlushWindow = (long)(milliseconds * time.TimestampFrequency / MillisecondsPerSecond));
        Follow(
            new TunableDefinition
            {
                Name = "realtime.batch_messages",
                Unit = "messages",
                Description = "Most messages in one batch; as many that wait are sent at once.",
                Minimum = 1,
                Maximum = 10_000,
                Default = options.BatchMessages,
            },
            messages => BatchMessages = (int)messages);
        Follow(
            new TunableDefinition
            {
                Name = "realtime.queue_capacity",
                Unit = "messages",
                Description = "Messages that may wait for one client; beyond that the channel's policy decides.",
                Minimum = 1,
                Maximum = 100_000,
                Default = options.QueueCapacity,
            },
            messages => QueueCapacity = (int)messages);

        void Follow(TunableDefinition definition, Action<double> apply)
        {
            var tunable = tunables.Find(definition.Name) ?? tunables.Register(definition);
            apply(tunable.Value);
            tunable.Changed += (changed, _) => apply(changed.Value);
        }
    }

    public HubMeter Meter { get; }

    public TimeProvider Time { get; }

    /// <summary>In timestamp ticks.</summary>
    public long FlushWindow { get; private set; }

    /// <summary>Two messages of a client that are less than this apart, in timestamp ticks, may go together: three quarters of the window.</summary>
    public long CloseGap => FlushWindow - (FlushWindow / 4);

    public int BatchMessages { get; private set; }

    public int QueueCapacity { get; private set; }

    public long QueueBytes { get; }

    public long BatchBytes { get; }

    /// <summary>Replies that may wait for a client before it is no longer listened to.</summary>
    public int MaxReplies { get; } = 32;
}
