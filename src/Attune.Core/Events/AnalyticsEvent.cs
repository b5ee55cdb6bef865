namespace Attune.Events;

/// <summary>Something that happened, of any kind, with what is known about it as JSON.</summary>
/// <param name="Id">Identity for exactly-once storage; begins with <paramref name="Timestamp"/>.</param>
/// <param name="Timestamp">When it happened, in UTC (event time), 1970 or later, in whole milliseconds.</param>
/// <param name="Type">What kind of event it is, for example <c>page.viewed</c>; 1 to <see cref="MaxNameLength"/> characters.</param>
/// <param name="UserId">Whose event it is; null when it is nobody's.</param>
/// <param name="Payload">A JSON object of at most 60 levels, without a name that appears twice in one object.</param>
public sealed record AnalyticsEvent(EventId Id, DateTime Timestamp, string Type, string? UserId, string Payload)
{
    /// <summary>Longest <see cref="Type"/> and <see cref="UserId"/>, in characters.</summary>
    public const int MaxNameLength = 200;

    /// <summary>Longest <see cref="Payload"/>, in characters.</summary>
    public const int MaxPayloadLength = 1 << 20;

    /// <summary>Makes an event and derives its id.</summary>
    /// <param name="timestamp">When it happened, UTC; what is finer than a millisecond is cut off.</param>
    /// <param name="type">What kind of event it is.</param>
    /// <param name="userId">Whose event it is; null when it is nobody's.</param>
    /// <param name="payload">A JSON object.</param>
    /// <param name="identity">What tells it from other events of the same millisecond. Null: type, user and payload, so that two events that agree in all of them are one.</param>
    /// <exception cref="ArgumentException">One of the values is not as described; the message says which and why.</exception>
    public static AnalyticsEvent Create(DateTime timestamp, string type, string? userId, string payload, string? identity = null)
    {
        var time = new DateTime(timestamp.Ticks - (timestamp.Ticks % TimeSpan.TicksPerMillisecond), timestamp.Kind);
        var made = new AnalyticsEvent(EventId.Create(time, identity ?? $"{type}\n{userId}\n{payload}"), time, type, userId, payload);
        made.Validate();
        return made;
    }

    /// <summary>Checks an event that was not made by <see cref="Create"/>.</summary>
    /// <exception cref="ArgumentException">A value is not as described, or the id does not begin with the time; the message says which and why.</exception>
    public void Validate()
    {
        if (Timestamp.Kind != DateTimeKind.Utc || Timestamp < DateTime.UnixEpoch)
        {
            throw new ArgumentException($"The time of an event must be UTC and not before 1970, not {Timestamp:O}.", nameof(Timestamp));
        }

        if ((long)(ulong)(Id.Value >> 80) != (Timestamp.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond)
        {
            throw new ArgumentException($"The id {Id} does not begin with the time {Timestamp:O}: make events with {nameof(AnalyticsEvent)}.{nameof(Create)}.", nameof(Id));
        }

        CheckName(Type, nameof(Type));
        if (UserId is not null)
        {
            CheckName(UserId, nameof(UserId));
        }

        if (JsonPayload.FindFault(Payload) is { } fault)
        {
            throw new ArgumentException(fault, nameof(Payload));
        }
    }

    private static void CheckName(string? value, string name)
    {
        if (string.IsNullOrWhiteSpace(value) || value.Length > MaxNameLength)
        {
            throw new ArgumentException($"{name} must have 1 to {MaxNameLength} characters.", name);
        }
    }
}
