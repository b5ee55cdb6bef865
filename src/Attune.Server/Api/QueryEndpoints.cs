using Attune.Server.Metrics;
using Attune.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Attune.Server.Api;

/// <summary>Everything under <c>/v1</c> that reads.</summary>
internal static class QueryEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        Get(api, "/flows", FlowsAsync, "Flows by event time: stream, source, protocol, from, to, order (asc, desc), limit, after.");
        Get(api, "/windows", WindowsAsync, "Closed windows, latest first: stream, from, to, limit, after.");
        Get(api, "/sources/top", TopSourcesAsync, "Sources with most bytes: stream, limit.");
        Get(api, "/spam-days", SpamDaysAsync, "Windows with the highest share of spam: stream, limit, minimumMessages.");
        Get(api, "/dead-letters", DeadLettersAsync, "Input that could not be used, latest first: stream, reason, limit, after.");
        Get(api, "/dead-letters/summary", DeadLetterSummaryAsync, "Dead letters by reason: stream.");
        Get(api, "/rows", RowsAsync, "Rows in the store by table: stream.");
        Get(api, "/metrics/history", MetricsHistoryAsync, "The platform's figures of the last seconds: seconds.");
    }

    private static void Get(IEndpointRouteBuilder api, string path, Func<HttpRequest, IServiceProvider, Task<IResult>> handler, string summary) =>
        api.MapGet(path, (HttpRequest request, IServiceProvider services) => handler(request, services))
            .WithSummary(summary)
            .Produces<object>()
            .ProducesValidationProblem();

    private static async Task<IResult> FlowsAsync(HttpRequest request, IServiceProvider services)
    {
        var query = new QueryReader(request.Query);
        var filter = new FlowQuery
        {
            Stream = query.Text("stream"),
            SourceIp = query.Address("source"),
            Protocol = query.Text("protocol")?.ToUpperInvariant(),
            From = query.Time("from"),
            To = query.Time("to"),
            Descending = query.Choice("order", "asc", "desc"),
            Limit = query.Number("limit", 100, 1, FlowQuery.MaxLimit),
            After = query.Text("after"),
        };
        return query.Problem() ?? await PageAsync(
            () => Reader(services).GetFlowsAsync(filter, request.HttpContext.RequestAborted), page => JsonPage.Of(page, (json, row) => EventJson.Write(json, row.Stream, row.Flow)));
    }

    private static async Task<IResult> WindowsAsync(HttpRequest request, IServiceProvider services)
    {
        var query = new QueryReader(request.Query);
        var filter = new WindowQuery
        {
            Stream = query.Text("stream"), From = query.Time("from"), To = query.Time("to"),
            Limit = query.Number("limit", 20, 1, WindowQuery.MaxLimit), After = query.Text("after"),
        };
        return query.Problem() ?? await PageAsync(
            () => Reader(services).GetWindowsAsync(filter, request.HttpContext.RequestAborted), page => JsonPage.Of(page, EventJson.Write));
    }

    private static async Task<IResult> TopSourcesAsync(HttpRequest request, IServiceProvider services)
    {
        var query = new QueryReader(request.Query);
        var (stream, limit) = (query.Text("stream"), query.Number("limit", 10, 1, 1000));
        return query.Problem() ?? Results.Ok(new { items = await Reader(services).GetTopSourcesAsync(limit, stream, request.HttpContext.RequestAborted) });
    }

    private static async Task<IResult> SpamDaysAsync(HttpRequest request, IServiceProvider services)
    {
        var query = new QueryReader(request.Query);
        var (stream, limit, minimum) = (query.Text("stream"), query.Number("limit", 10, 1, 1000), query.Number("minimumMessages", 10, 1, 1_000_000));
        return query.Problem() ?? Results.Ok(new { items = await Reader(services).GetTopSpamDaysAsync(limit, minimum, stream, request.HttpContext.RequestAborted) });
    }

    private static async Task<IResult> DeadLettersAsync(HttpRequest request, IServiceProvider services)
    {
        var query = new QueryReader(request.Query);
        var filter = new DeadLetterQuery
        {
            Stream = query.Text("stream"), Reason = query.Text("reason"),
            Limit = query.Number("limit", 100, 1, DeadLetterQuery.MaxLimit), After = query.Text("after"),
        };
        return query.Problem() ?? await PageAsync(
            () => Reader(services).GetDeadLettersAsync(filter, request.HttpContext.RequestAborted),
            page => Results.Ok(new
            {
                items = page.Items.Select(row => new
                {
                    stream = row.Stream, origin = row.Letter.Origin, position = row.Letter.Position, reason = row.Letter.Reason,
                    detail = row.Letter.Detail, content = row.Letter.Content, recordedAt = row.RecordedAt,
                }),
                next = page.Next,
            }));
    }

    private static async Task<IResult> DeadLetterSummaryAsync(HttpRequest request, IServiceProvider services)
    {
        var query = new QueryReader(request.Query);
        var stream = query.Text("stream");
        return query.Problem() ?? Results.Ok(new
        {
            items = (await Reader(services).CountDeadLettersAsync(stream, request.HttpContext.RequestAborted)).Select(pair => new { reason = pair.Key, count = pair.Value }),
        });
    }

    private static async Task<IResult> RowsAsync(HttpRequest request, IServiceProvider services)
    {
        var query = new QueryReader(request.Query);
        var stream = query.Text("stream");
        return query.Problem() ?? Results.Ok(await Reader(services).CountRowsAsync(stream, request.HttpContext.RequestAborted));
    }

    private static Task<IResult> MetricsHistoryAsync(HttpRequest request, IServiceProvider services)
    {
        var query = new QueryReader(request.Query);
        var seconds = query.Number("seconds", 300, 1, MetricsSampler.HistoryCapacity);
        var sampler = (MetricsSampler)services.GetService(typeof(MetricsSampler))!;
        return Task.FromResult(query.Problem() ?? Results.Ok(new { items = sampler.History(seconds) }));
    }

    private static IEventReader Reader(IServiceProvider services) => ((IStorage)services.GetService(typeof(IStorage))!).Events;

    private static async Task<IResult> PageAsync<T>(Func<Task<Page<T>>> read, Func<Page<T>, IResult> answer)
    {
        try
        {
            return answer(await read());
        }
        catch (FormatException error)
        {
            return Results.ValidationProblem(new Dictionary<string, string[]> { ["after"] = [error.Message] }, title: "A query parameter is not allowed.");
        }
    }
}
