using Attune.Events;
using Attune.Storage.Writing;

namespace Attune.Storage;

/// <summary>A rule that found a value beyond its threshold, from then until it no longer did.</summary>
public sealed record Alert
{
    /// <summary>Identity; begins with <see cref="StartedAt"/>. See <see cref="IdOf"/>.</summary>
    public required EventId Id { get; init; }

    /// <summary>Name of the rule.</summary>
    public required string Rule { get; init; }

    /// <summary>How bad it is.</summary>
    public AlertSeverity Severity { get; init; } = AlertSeverity.Warning;

    /// <summary>Whether the cause is still there.</summary>
    public AlertState State { get; init; }

    /// <summary>What is the matter, for a person to read.</summary>
    public required string Message { get; init; }

    /// <summary>The value that the rule saw last.</summary>
    public required double Value { get; init; }

    /// <summary>The rule's threshold.</summary>
    public required double Threshold { get; init; }

    /// <summary>What the alert is about.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>When it began, UTC, 1970 or later; kept to the millisecond.</summary>
    public required DateTime StartedAt { get; init; }

    /// <summary>When its cause was gone, UTC; null while firing.</summary>
    public DateTime? ResolvedAt { get; init; }

    /// <summary>When somebody said to have seen it, UTC; null until then.</summary>
    public DateTime? AcknowledgedAt { get; init; }

    /// <summary>Who said so.</summary>
    public string? AcknowledgedBy { get; init; }

    /// <summary>The id of the alert that a rule raises at a time about something.</summary>
    /// <param name="startedAt">When it began, UTC.</param>
    /// <param name="rule">Name of the rule.</param>
    /// <param name="subject">What tells it from other alerts of the rule, for example its labels as text.</param>
    public static EventId IdOf(DateTime startedAt, string rule, string subject = "") => EventId.Create(RowChecks.WholeMilliseconds(startedAt), $"{rule}\n{subject}");
}
