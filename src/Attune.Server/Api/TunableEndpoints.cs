using Attune.Tuning;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Attune.Server.Api;

/// <summary><c>/v1/tunables</c>: the knobs, their bounds, and who changed them.</summary>
internal static class TunableEndpoints
{
    private const int MaxReasonLength = 500;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/tunables", (TunableRegistry registry) => Results.Ok(new { items = registry.All.Select(View) }))
            .WithSummary("All knobs with their bounds and history.");
        api.MapPut("/tunables/{name}", Put).WithSummary("Changes a knob within its bounds: {\"value\": 4096, \"reason\": \"…\"}.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static IResult Put(string name, TunableChangeRequest? change, TunableRegistry registry)
    {
        if (registry.Find(name) is not { } tunable)
        {
            return Results.Problem(
                $"There is no such knob; known are {string.Join(", ", registry.All.Select(known => known.Name))}.", statusCode: StatusCodes.Status404NotFound);
        }

        if (change?.Reason is { Length: > MaxReasonLength })
        {
            return Invalid("reason", $"may have {MaxReasonLength} characters");
        }

        try
        {
            // A value that was left out is not zero: it lies in no range.
            tunable.Set(change?.Value ?? double.NaN, "api", change?.Reason ?? "");
            return Results.Ok(View(tunable));
        }
        catch (ArgumentOutOfRangeException)
        {
            return Invalid("value", $"must be given, in the allowed range {tunable.Definition.Minimum}..{tunable.Definition.Maximum} {tunable.Definition.Unit}");
        }
    }

    private static IResult Invalid(string field, string message) =>
        Results.ValidationProblem(new Dictionary<string, string[]> { [field] = [message] }, detail: $"{field} {message}");

    private static object View(Tunable tunable) => new
    {
        name = tunable.Name,
        value = tunable.Value,
        unit = tunable.Definition.Unit,
        minimum = tunable.Definition.Minimum,
        maximum = tunable.Definition.Maximum,
        step = tunable.Definition.Step,
        @default = tunable.Definition.Default,
        description = tunable.Definition.Description,
        history = tunable.History,
    };

    /// <summary>A change that somebody asks for.</summary>
    /// <param name="Value">New value.</param>
    /// <param name="Reason">Why.</param>
    internal sealed record TunableChangeRequest(double? Value, string? Reason);
}
