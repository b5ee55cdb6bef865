using Attune.Realtime.Access;
using Attune.Realtime.Channels;
using Microsoft.AspNetCore.Http;

namespace Attune.Server.Security;

/// <summary>Clients of the live feed: whoever has the API key reads everything, whoever has a token reads what it names; without a key to ask for, everybody reads everything.</summary>
internal sealed class ServerAuthenticator(ApiKey apiKey, TokenSigner signer) : IRealtimeAuthenticator
{
    private static readonly RealtimeIdentity KeyHolder = new("api-key", [ChannelPattern.Every], null);

    public RealtimeIdentity? Connect(HttpContext context)
    {
        if (!apiKey.IsRequired)
        {
            return RealtimeIdentity.Anonymous;
        }

        return apiKey.Matches(context.Request) ? KeyHolder : null;
    }

    public RealtimeIdentity? Authenticate(string? key, string? token)
    {
        if (token is not null)
        {
            return signer.Tokens?.Read(token);
        }

        return key is not null && apiKey.Matches(key) ? KeyHolder : null;
    }
}
