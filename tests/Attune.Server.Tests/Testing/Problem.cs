using System.Text.Json;

namespace Attune.Server.Tests.Testing;

/// <summary>Reads problem details as RFC 9457 has them.</summary>
public static class Problem
{
    /// <summary>Checks status and content type and returns the body.</summary>
    public static async Task<JsonElement> ShouldBeProblemAsync(this HttpResponseMessage response, int status)
    {
        var text = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(status, text);
        (response.Content.Headers.ContentType?.MediaType).ShouldBe("application/problem+json", text);
        var problem = JsonDocument.Parse(text).RootElement;
        problem.GetProperty("status").GetInt32().ShouldBe(status);
        problem.GetProperty("title").GetString().ShouldNotBeNullOrWhiteSpace();
        return problem;
    }

    /// <summary>The entries of <c>errors</c> of an ingest request.</summary>
    public static IReadOnlyList<(int Index, string Field, string Message)> IngestErrors(this JsonElement problem) =>
        [.. problem.GetProperty("errors").EnumerateArray().Select(error =>
            (error.GetProperty("index").GetInt32(), error.GetProperty("field").GetString()!, error.GetProperty("message").GetString()!))];
}
