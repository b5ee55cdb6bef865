using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Attune.Lab.Load;

/// <summary>Tool calls over Streamable HTTP of the Model Context Protocol, revision 2025-06-18: initialize, initialized, then tools/call.</summary>
/// <remarks>An answer is the JSON body, or the first event of a stream whose data carries the request's id.</remarks>
internal sealed class McpSession(LoadPlan plan, HttpMessageInvoker invoker, LoadTally tally) : ILoadSession
{
    private const string Revision = "2025-06-18";
    private const string SessionHeader = "Mcp-Session-Id";
    private const string InitializeBody =
        $$$$"""{"jsonrpc":"2.0","id":"initialize","method":"initialize","params":{"protocolVersion":"{{{{Revision}}}}","capabilities":{},"clientInfo":{"name":"attune-load","version":"1"}}}""";

    private readonly HttpSession _http = new(plan, invoker);
    private string? _session;
    private string _revision = Revision;

    public bool IsOpen { get; private set; }

    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        _session = null;
        using (var answer = await PostAsync(Greeting(InitializeBody), cancellationToken))
        {
            var (result, failure) = Judge(await ReadAsync(answer, cancellationToken));
            if (!answer.IsSuccessStatusCode || failure is not null)
            {
                throw new LoadException($"mcp initialize failed, {(answer.IsSuccessStatusCode ? failure : StatusCauses.Of((int)answer.StatusCode))}");
            }

            _session = answer.Headers.TryGetValues(SessionHeader, out var values) ? values.First() : null;
            _revision = result.TryGetProperty("protocolVersion", out var revision) ? revision.GetString() ?? Revision : Revision;
        }

        using var accepted = await PostAsync(Greeting("""{"jsonrpc":"2.0","method":"notifications/initialized"}"""), cancellationToken);
        if (!accepted.IsSuccessStatusCode)
        {
            throw new LoadException($"mcp initialized failed, {StatusCauses.Of((int)accepted.StatusCode)}");
        }

        tally.Session.RecordSeconds(Clock.Seconds(Stopwatch.GetTimestamp() - start));
        IsOpen = true;
    }

    public async Task<Reply> SendAsync(PlannedRequest request, long sequence, RequestRandom random, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await PostAsync(_http.Write(request, sequence, ref random), cancellationToken);
            var firstByteAt = Stopwatch.GetTimestamp();
            var body = await ReadAsync(answer, cancellationToken);
            var status = (int)answer.StatusCode;
            // A server that has forgotten the session answers 404, and the client has to begin anew.
            IsOpen = status != 404;
            var failure = answer.IsSuccessStatusCode ? Judge(body).Failure : null;
            return new Reply(firstByteAt, status, request.NeedsHeader ? HttpSession.HeaderBytes(answer) : [], body, failure);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            IsOpen = false;
            throw;
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private HttpRequestMessage Greeting(string body)
    {
        var random = plan.RandomOf(0);
        var message = _http.Write(plan.Requests[0], 0, ref random);
        message.Content = new StringContent(body, Encoding.UTF8);
        return message;
    }

    private async Task<HttpResponseMessage> PostAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        using (message)
        {
            message.Method = HttpMethod.Post;
            message.Content!.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            message.Headers.TryAddWithoutValidation("Accept", "application/json, text/event-stream");
            if (_session is not null)
            {
                message.Headers.TryAddWithoutValidation(SessionHeader, _session);
                message.Headers.TryAddWithoutValidation("MCP-Protocol-Version", _revision);
            }

            return await invoker.SendAsync(message, cancellationToken);
        }
    }

    private static async Task<byte[]> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (answer.Content.Headers.ContentType?.MediaType != "text/event-stream")
        {
            return await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        }

        await using var stream = await answer.Content.ReadAsStreamAsync(cancellationToken);
        using var reader = new StreamReader(stream);
        var data = new StringBuilder();
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith("data:", StringComparison.Ordinal))
            {
                data.Append(line.AsSpan(5).TrimStart()).Append('\n');
            }
            else if (line.Length == 0 && data.Length > 0)
            {
                var message = Encoding.UTF8.GetBytes(data.ToString());
                if (IsAnswer(message))
                {
                    return message;
                }

                data.Clear();
            }
        }

        throw new HttpIOException(HttpRequestError.ResponseEnded);
    }

    private static bool IsAnswer(byte[] message)
    {
        using var document = JsonDocument.Parse(message);
        return document.RootElement.TryGetProperty("result", out _) || document.RootElement.TryGetProperty("error", out _);
    }

    private static (JsonElement Result, string? Failure) Judge(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (root.TryGetProperty("error", out var error))
            {
                return (default, $"mcp error {(error.TryGetProperty("code", out var code) ? code.GetRawText() : "without code")}");
            }

            var result = root.GetProperty("result").Clone();
            return (result, result.TryGetProperty("isError", out var isError) && isError.ValueKind == JsonValueKind.True ? "tool error" : null);
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return (default, "malformed answer");
        }
    }
}
