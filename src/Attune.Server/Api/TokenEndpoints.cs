using System.Text;
using Attune.Realtime.Access;
using Attune.Realtime.Channels;
using Attune.Server.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Attune.Server.Api;

/// <summary><c>/v1/realtime/tokens</c>: lets somebody who has no key read channels of the live feed for a while.</summary>
internal static class TokenEndpoints
{
    private const int MaxChannels = 100;
    private const int MinSeconds = 60;
    private const int MaxSeconds = 86_400;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/realtime/tokens", Issue)
            .WithSummary("A signed token for the live feed: {\"subject\": \"ada\", \"channels\": [\"flows\", \"jobs.*\"], \"seconds\": 3600}.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict);

    private static IResult Issue(TokenRequest? request, TokenSigner signer)
    {
        if (signer.Tokens is not { } tokens)
        {
            return Results.Problem(
                "This server has no key to sign tokens with: set server.token_key (base64 of at least 32 random bytes) or server.api_key.", statusCode: StatusCodes.Status409Conflict);
        }

        // No body is one without fields.
        request ??= new(null, null, null);
        var errors = Check(request, out var channels);
        if (errors.Count > 0)
        {
            return Invalid(errors);
        }

        try
        {
            var token = tokens.Issue(request.Subject!, channels, TimeSpan.FromSeconds(request.Seconds!.Value));
            return Results.Ok(new { token, expires = tokens.Read(token)!.Expires });
        }
        catch (ArgumentException)
        {
            return Invalid(new() { ["channels"] = ["are too many or too long for one token, which may have 4,096 characters"] });
        }
    }

    private static Dictionary<string, string[]> Check(TokenRequest request, out List<ChannelPattern> channels)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (request.Subject is not { Length: >= 1 and <= RealtimeTokens.MaxSubjectLength } subject
            || subject.EnumerateRunes().Any(rune => Rune.IsControl(rune) || rune == Rune.ReplacementChar))
        {
            errors["subject"] = [$"must be a name of 1 to {RealtimeTokens.MaxSubjectLength} characters"];
        }

        if (request.Seconds is not (>= MinSeconds and <= MaxSeconds))
        {
            errors["seconds"] = [$"must be a whole number, {MinSeconds} to {MaxSeconds}"];
        }

        channels = [];
        if (request.Channels is not { Count: >= 1 and <= MaxChannels } names)
        {
            errors["channels"] = [$"must be 1 to {MaxChannels} names or patterns of channels"];
            return errors;
        }

        foreach (var name in names)
        {
            if (!ChannelPattern.TryParse(name, out var pattern))
            {
                errors["channels"] = [
                    $"must be names or patterns: letters, digits, _ and - in segments with dots between, * for any segment, a last ** for all that follow; item {channels.Count} is not",
                ];
                break;
            }

            channels.Add(pattern);
        }

        return errors;
    }

    private static IResult Invalid(Dictionary<string, string[]> errors) =>
        Results.ValidationProblem(errors, detail: string.Join("; ", errors.Select(error => $"{error.Key} {error.Value[0]}")));

    /// <summary>What a token is asked for.</summary>
    /// <param name="Subject">Who gets it.</param>
    /// <param name="Channels">Names and patterns of what it lets read.</param>
    /// <param name="Seconds">How long it is good.</param>
    internal sealed record TokenRequest(string? Subject, IReadOnlyList<string?>? Channels, int? Seconds);
}
