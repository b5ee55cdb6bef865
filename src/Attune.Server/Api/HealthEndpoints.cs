using Attune.Measurement;
using Attune.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Attune.Server.Api;

/// <summary>Health for orchestrators and metrics for Prometheus.</summary>
internal static class HealthEndpoints
{
    private const string Exposition = "text/plain; version=0.0.4; charset=utf-8";

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        foreach (var path in new[] { "/health", "/health/live" })
        {
            endpoints.MapGet(path, () => Results.Ok(new { status = "live" })).WithSummary("The process answers.");
        }

        foreach (var path in new[] { "/ready", "/health/ready" })
        {
            endpoints.MapGet(path, ReadyAsync).WithSummary("The store can be written and the pipeline works.").ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        }

        endpoints.MapGet("/metrics", MetricsAsync).WithSummary("All instruments in the Prometheus text format.").Produces<string>(contentType: "text/plain");
    }

    private static async Task<IResult> ReadyAsync(IStorage storage, Readiness readiness)
    {
        var fault = await readiness.CheckAsync();
        return fault is null
            ? Results.Ok(new { status = "ready", engine = storage.Engine })
            : Results.Problem(fault, title: "Not ready.", statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task MetricsAsync(HttpContext context, MetricsCollector collector)
    {
        context.Response.ContentType = Exposition;
        PrometheusWriter.Write(collector.Collect(), context.Response.BodyWriter);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}
