namespace Attune.Realtime.Protocol;

/// <summary>Why a client does not get messages: the reasons of <c>gap</c> messages.</summary>
internal static class GapReasons
{
    /// <summary>The client did not keep up.</summary>
    public const string Slow = "slow";

    /// <summary>The client asked for no more than a rate.</summary>
    public const string Rate = "rate";

    /// <summary>The client resumed from a message that is no longer kept.</summary>
    public const string Expired = "expired";

    /// <summary>The client resumed from another epoch.</summary>
    public const string Restarted = "restarted";

    public static IReadOnlyList<string> All { get; } = [Slow, Rate, Expired, Restarted];
}
