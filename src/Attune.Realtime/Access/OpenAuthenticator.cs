using Microsoft.AspNetCore.Http;

namespace Attune.Realtime.Access;

/// <summary>Everybody may read everything: what stands in front of the hub decides who may connect.</summary>
internal sealed class OpenAuthenticator : IRealtimeAuthenticator
{
    public RealtimeIdentity? Connect(HttpContext context) => RealtimeIdentity.Anonymous;

    public RealtimeIdentity? Authenticate(string? key, string? token) => RealtimeIdentity.Anonymous;
}
