using Microsoft.AspNetCore.Http;

namespace Attune.Realtime.Access;

/// <summary>Says who a client is. Called by many threads at once.</summary>
public interface IRealtimeAuthenticator
{
    /// <summary>
    /// Who the request already is, for example by a header: <see cref="RealtimeIdentity.Anonymous"/> where no key is needed, null when
    /// the client must send <c>auth</c> before anything else.
    /// </summary>
    RealtimeIdentity? Connect(HttpContext context);

    /// <summary>Who the sender of an <c>auth</c> command is; null when its key or token is not good.</summary>
    /// <param name="key">An API key; null when a token was sent.</param>
    /// <param name="token">A signed token; null when a key was sent.</param>
    RealtimeIdentity? Authenticate(string? key, string? token);
}
