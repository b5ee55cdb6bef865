namespace Attune.Realtime.Protocol;

/// <summary>The codes of <c>error</c> messages.</summary>
internal static class ErrorCodes
{
    /// <summary>Not a JSON object, or a field is missing or wrong.</summary>
    public const string Malformed = "malformed";

    public const string UnknownType = "unknown_type";

    public const string Unauthenticated = "unauthenticated";

    public const string Forbidden = "forbidden";

    public const string UnknownChannel = "unknown_channel";

    public const string InvalidFilter = "invalid_filter";

    public const string TooManySubscriptions = "too_many_subscriptions";

    public const string RateLimited = "rate_limited";

    public static IReadOnlyList<string> All { get; } =
        [Malformed, UnknownType, Unauthenticated, Forbidden, UnknownChannel, InvalidFilter, TooManySubscriptions, RateLimited];
}
