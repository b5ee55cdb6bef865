using System.Text.Json;
using Attune.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Attune.Server.Api;

/// <summary><c>/v1/analytics</c> and <c>/v1/decisions</c>: questions over time, and what they are asked of.</summary>
internal static class AnalyticsEndpoints
{
    private const string Stream = "http";
    private const int LargestBucketSeconds = 366 * 24 * 3600;

    public static void Map(IEndpointRouteBuilder api)
    {
        Get(api, "/analytics/buckets", BucketsAsync, "Count, mean, min, max and standard deviation per bucket of time and group: source, metric, group, bucketSeconds, from, to, stream, type, name, limit.");
        Get(api, "/analytics/sources", SourcesAsync, "What each source sent in a time range: stream, from, to, minimumFlows, sort, order (desc, asc), limit.");
        Get(api, "/analytics/events", RecentAsync, "Events by types (with commas between), latest first: types, users, since, until, stream, limit.");
        Get(api, "/decisions", DecisionsAsync, "Changes of the knobs, latest first: tunable, outcome, from, to, limit, after.");
        api.MapPost("/analytics/events", PostAsync)
            .WithSummary("Takes in events as a JSON array of {\"timestamp\", \"type\", \"user_id\", \"payload\": {…}, \"id\"}; the answer comes when they are durable.")
            .Produces<PostResponse>()
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .RequireRateLimiting(EventEndpoints.ConcurrencyPolicy);
    }

    private static void Get(IEndpointRouteBuilder api, string path, Func<HttpRequest, IStorage, Task<IResult>> handler, string summary) =>
        api.MapGet(path, (HttpRequest request, IStorage storage) => AnswerAsync(() => handler(request, storage))).WithSummary(summary).Produces<object>().ProducesValidationProblem();

    private static async Task<IResult> BucketsAsync(HttpRequest request, IStorage storage)
    {
        var query = new QueryReader(request.Query);
        var (source, metric, from, to) = (query.Text("source") ?? "flows", query.Text("metric") ?? "bytes", query.Time("from"), query.Time("to"));
        var asked = new TimeBucketQuery
        {
            Source = source, Metric = metric, GroupBy = query.Text("group"), Bucket = TimeSpan.FromSeconds(query.Number("bucketSeconds", 3600, 1, LargestBucketSeconds)),
            From = from ?? DateTime.UnixEpoch, To = to ?? DateTime.UnixEpoch, Stream = query.Text("stream"), Type = query.Text("type"), Name = query.Text("name"),
            Limit = query.Number("limit", 1000, 1, TimeBucketQuery.MaxLimit),
        };
        return query.Problem() ?? (from is null || to is null ? Invalid("from", "and to must both be given") : Results.Ok(new { items = await storage.Analytics.GetTimeBucketsAsync(asked, request.HttpContext.RequestAborted) }));
    }

    private static async Task<IResult> SourcesAsync(HttpRequest request, IStorage storage)
    {
        var query = new QueryReader(request.Query);
        var asked = new SourceAggregateQuery
        {
            Stream = query.Text("stream"), From = query.Time("from"), To = query.Time("to"), MinimumFlows = query.Number("minimumFlows", 1, 1, int.MaxValue),
            SortBy = query.Text("sort") ?? "flows", Descending = !query.Choice("order", "desc", "asc"), Limit = query.Number("limit", 100, 1, SourceAggregateQuery.MaxLimit),
        };
        return query.Problem() ?? Results.Ok(new { items = await storage.Analytics.GetSourceAggregatesAsync(asked, request.HttpContext.RequestAborted) });
    }

    private static async Task<IResult> RecentAsync(HttpRequest request, IStorage storage)
    {
        var query = new QueryReader(request.Query);
        var asked = new RecentEventsQuery
        {
            Types = Names(query.Text("types", 5000)), UserIds = Names(query.Text("users", 25_000)), Since = query.Time("since"), Until = query.Time("until"),
            Stream = query.Text("stream"), Limit = query.Number("limit", 100, 1, RecentEventsQuery.MaxLimit),
        };
        return query.Problem() ?? Results.Ok(new
        {
            items = (await storage.Analytics.GetRecentAsync(asked, request.HttpContext.RequestAborted)).Select(row => new
            {
                id = row.Event.Id.ToString(), stream = row.Stream, timestamp = row.Event.Timestamp, type = row.Event.Type, userId = row.Event.UserId,
                payload = JsonElement.Parse(row.Event.Payload),
            }),
        });
    }

    private static async Task<IResult> DecisionsAsync(HttpRequest request, IStorage storage)
    {
        var query = new QueryReader(request.Query);
        var outcome = query.Text("outcome");
        var asked = new DecisionQuery
        {
            Tunable = query.Text("tunable"), From = query.Time("from"), To = query.Time("to"), After = query.Text("after"), Limit = query.Number("limit", 100, 1, DecisionQuery.MaxLimit),
            Outcome = outcome switch { "pending" => DecisionOutcome.Pending, "kept" => DecisionOutcome.Kept, "rolled_back" => DecisionOutcome.RolledBack, _ => null },
        };
        if (outcome is not null && asked.Outcome is null)
        {
            return Invalid("outcome", "must be pending, kept or rolled_back");
        }

        if (query.Problem() is { } problem)
        {
            return problem;
        }

        var page = await storage.Decisions.GetAsync(asked, request.HttpContext.RequestAborted);
        return Results.Ok(new
        {
            items = page.Items.Select(row => new
            {
                id = row.Id, time = row.Time, tunable = row.Tunable, from = row.From, to = row.To, changedBy = row.ChangedBy, reason = row.Reason,
                outcome = JsonNamingPolicy.SnakeCaseLower.ConvertName(row.Outcome.ToString()), score = row.Score, outcomeAt = row.OutcomeAt,
            }),
            next = page.Next,
        });
    }

    private static async Task<IResult> PostAsync(HttpRequest request, IStorage storage, ServerOptions options, TimeProvider time)
    {
        if (!request.HasJsonContentType())
        {
            return Results.Problem("Content-Type must be application/json.", statusCode: StatusCodes.Status415UnsupportedMediaType);
        }

        try
        {
            using var document = await JsonDocument.ParseAsync(request.Body, default, request.HttpContext.RequestAborted);
            var body = new AnalyticsBody(document.RootElement, options.MaxEventsPerRequest, time.GetUtcNow().UtcDateTime);
            if (body.Errors.Count > 0)
            {
                return Results.ValidationProblem(body.Errors, detail: "Nothing was stored.", title: "The events cannot be used.");
            }

            var added = (await storage.Analytics.AppendAsync(Stream, body.Events, request.HttpContext.RequestAborted)).Count(isNew => isNew);
            return Results.Ok(new PostResponse(body.Events.Count, added, body.Events.Count - added));
        }
        catch (JsonException error)
        {
            return Results.Problem($"Not valid JSON at line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}.", statusCode: StatusCodes.Status400BadRequest);
        }
    }

    private static string[] Names(string? list) => list?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>What the store says of an argument becomes the answer, under the argument's name.</summary>
    private static async Task<IResult> AnswerAsync(Func<Task<IResult>> answer)
    {
        try
        {
            return await answer();
        }
        catch (ArgumentException error)
        {
            // Messages begin with the option's name, which is not the parameter's.
            var (parameter, message) = (Parameter(error.ParamName), error.Message.Split(" (Parameter")[0]);
            return Invalid(parameter, message.StartsWith($"{error.ParamName} ", StringComparison.Ordinal) ? message[(error.ParamName!.Length + 1)..] : message);
        }
        catch (FormatException error)
        {
            return Invalid("after", error.Message);
        }
    }

    /// <summary>The parameter's name in the address, where it differs from the option's.</summary>
    private static string Parameter(string? name) => name switch
    {
        "SortBy" => "sort",
        "GroupBy" => "group",
        "Bucket" => "bucketSeconds",
        "UserIds" => "users",
        _ => JsonNamingPolicy.CamelCase.ConvertName(name ?? "query"),
    };

    private static IResult Invalid(string field, string message) =>
        Results.ValidationProblem(new Dictionary<string, string[]> { [field] = [message] }, detail: $"{field} {message}", title: "A query parameter is not allowed.");

    /// <summary>What became of a request's events.</summary>
    /// <param name="Accepted">Events in the request.</param>
    /// <param name="Added">Events that were stored.</param>
    /// <param name="Duplicates">Events that had been stored before.</param>
    internal sealed record PostResponse(int Accepted, int Added, int Duplicates);
}
