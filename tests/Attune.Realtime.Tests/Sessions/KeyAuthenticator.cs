using Attune.Realtime.Access;
using Attune.Realtime.Channels;
using Microsoft.AspNetCore.Http;

namespace Attune.Realtime.Tests.Sessions;

/// <summary>Knows one key, and tokens of one signature; a header identifies at once.</summary>
internal sealed class KeyAuthenticator(RealtimeTokens tokens) : IRealtimeAuthenticator
{
    public const string Key = "secret";

    public RealtimeIdentity? Connect(HttpContext context) =>
        context.Request.Headers.Authorization == Key ? new RealtimeIdentity("header", [ChannelPattern.Every], null) : null;

    public RealtimeIdentity? Authenticate(string? key, string? token) =>
        key == Key ? new RealtimeIdentity("key", [ChannelPattern.Every], null) : token is null ? null : tokens.Read(token);
}
