namespace Attune.Realtime.Client;

/// <summary>A subscription ended for a reason that trying again does not mend.</summary>
/// <param name="code">The server's code, or <see cref="Disconnected"/>.</param>
/// <param name="message">The server's explanation.</param>
public sealed class RealtimeException(string code, string message) : Exception(message)
{
    /// <summary>The connection was lost or could not be made, and <see cref="RealtimeClientOptions.Reconnect"/> is off.</summary>
    public const string Disconnected = "disconnected";

    /// <summary>The server's code, such as <c>unauthenticated</c>, <c>forbidden</c>, <c>invalid_filter</c>, <c>unknown_channel</c> or <c>too_many_subscriptions</c>; or <see cref="Disconnected"/>.</summary>
    public string Code { get; } = code;
}
