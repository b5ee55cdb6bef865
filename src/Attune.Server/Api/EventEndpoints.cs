using System.Net.Mime;
using Attune.Server.Ingest;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.OpenApi;

namespace Attune.Server.Api;

/// <summary><c>POST /v1/events</c>.</summary>
internal static class EventEndpoints
{
    /// <summary>Name of the policy that bounds how many ingest requests are read at once.</summary>
    public const string ConcurrencyPolicy = "ingest";

    private const string JsonLines = "application/x-ndjson";
    private const string JsonLinesAlias = "application/jsonl";
    /// <summary>What a request announces is believed only as its bytes come.</summary>
    private const int InitialBuffer = 64 * 1024;

    private static readonly TimeSpan MaxClockSkew = TimeSpan.FromDays(1);

    public static void Map(IEndpointRouteBuilder api) => api.MapPost("/events", PostAsync)
        .WithSummary("Takes in flows and texts as a JSON array, one JSON object, or NDJSON.")
        .WithDescription("All events of a request are stored or none. The answer comes when they are durable. Sending the same request again adds nothing.")
        .AddOpenApiOperationTransformer((operation, _, _) =>
        {
            // Not Accepts<T>(): with it, routing refuses other types before the handler can say which ones there are.
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
                {
                    [MediaTypeNames.Application.Json] = new(), [JsonLines] = new(), [JsonLinesAlias] = new(),
                },
            };
            return Task.CompletedTask;
        })
        .Produces<IngestResponse>()
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
        .RequireRateLimiting(ConcurrencyPolicy)
        .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> PostAsync(HttpRequest request, LiveStream live, ServerOptions options, TimeProvider time)
    {
        var type = request.ContentType?.Split(';')[0].Trim().ToLowerInvariant();
        if (type is not (MediaTypeNames.Application.Json or JsonLines or JsonLinesAlias))
        {
            return Results.Problem(
                $"Content-Type must be application/json or {JsonLines}, this is '{type}'.", statusCode: StatusCodes.Status415UnsupportedMediaType);
        }

        using var buffer = new MemoryStream((int)Math.Min(request.ContentLength ?? InitialBuffer, InitialBuffer));
        await request.Body.CopyToAsync(buffer, request.HttpContext.RequestAborted);
        var memory = buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
        var body = new EventBody(time.GetUtcNow().UtcDateTime + MaxClockSkew, options.MaxEventsPerRequest);
        if (type == MediaTypeNames.Application.Json)
        {
            body.ReadJson(memory);
        }
        else
        {
            body.ReadLines(memory);
        }

        if (body.ErrorCount > 0)
        {
            return Results.Problem(
                $"{body.ErrorCount} error(s) in {body.Count} event(s); nothing was stored.",
                title: "The events cannot be used.",
                statusCode: StatusCodes.Status400BadRequest,
                extensions: new Dictionary<string, object?> { ["errors"] = body.Errors });
        }

        if (body.Count == 0)
        {
            return Results.Ok(new IngestResponse(0, 0, 0));
        }

        var result = await live.Stream.SubmitAsync(body.ToBatch(live.Stream.Name), cancellationToken: request.HttpContext.RequestAborted);
        return Results.Ok(new IngestResponse(body.Count, body.Count - result.Duplicates, result.Duplicates));
    }

    /// <summary>What became of a request's events.</summary>
    /// <param name="Accepted">Events in the request.</param>
    /// <param name="Added">Events that were stored.</param>
    /// <param name="Duplicates">Events that had been stored before.</param>
    internal sealed record IngestResponse(int Accepted, int Added, int Duplicates);
}
