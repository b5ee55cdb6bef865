namespace Attune.Streaming.Sources;

/// <summary>Reasons of dead letters that do not come from mail (those are in <see cref="Mail.MailDeadLetterReasons"/>).</summary>
public static class DeadLetterReasons
{
    /// <summary>A line that is no JSON.</summary>
    public const string BadJson = "bad-json";

    /// <summary>A field that is missing, of the wrong type or out of range.</summary>
    public const string BadField = "bad-field";

    /// <summary>A row with another number of columns than the header.</summary>
    public const string BadColumns = "bad-columns";

    /// <summary>An id that the same input gave before.</summary>
    public const string RepeatedId = "repeated-id";

    /// <summary>An event that came after all its windows were closed; it is in the ledger, but in no window.</summary>
    public const string Late = "late";
}
