using System.Buffers;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Attune.Lab.Load;

/// <summary>HTTP requests through .NET's own client: TLS, HTTP/2, and every system without epoll.</summary>
internal sealed class HttpSession(LoadPlan plan, HttpMessageInvoker invoker) : ILoadSession
{
    private readonly string _authority = plan.Scenario.Target!.GetLeftPart(UriPartial.Authority);
    private readonly Version _version = plan.Scenario.Protocol == LoadProtocol.Http2 ? HttpVersion.Version20 : HttpVersion.Version11;

    public bool IsOpen => true;

    public Task OpenAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task<Reply> SendAsync(PlannedRequest request, long sequence, RequestRandom random, CancellationToken cancellationToken)
    {
        using var message = Write(request, sequence, ref random);
        using var response = await invoker.SendAsync(message, cancellationToken);
        var firstByteAt = Stopwatch.GetTimestamp();
        var body = await ReadAsync(response.Content, request.NeedsBody, cancellationToken);
        return new Reply(firstByteAt, (int)response.StatusCode, request.NeedsHeader ? HeaderBytes(response) : [], body);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>A request as .NET's client wants it.</summary>
    public HttpRequestMessage Write(PlannedRequest request, long sequence, ref RequestRandom random)
    {
        var message = new HttpRequestMessage(new HttpMethod(request.Method), _authority + request.Path.RenderText(sequence, ref random))
        {
            Version = _version,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        if (request.Body is { } template)
        {
            var body = new ArrayBufferWriter<byte>();
            template.Render(body, sequence, ref random);
            message.Content = new ReadOnlyMemoryContent(body.WrittenMemory);
        }

        foreach (var (name, value) in request.Headers)
        {
            var text = value.RenderText(sequence, ref random);
            if (!message.Headers.TryAddWithoutValidation(name, text))
            {
                message.Content?.Headers.TryAddWithoutValidation(name, text);
            }
        }

        return message;
    }

    public static byte[] HeaderBytes(HttpResponseMessage response)
    {
        var text = new StringBuilder();
        foreach (var (name, values) in response.Headers.NonValidated.Concat<KeyValuePair<string, HeaderStringValues>>(response.Content.Headers.NonValidated))
        {
            foreach (var value in values)
            {
                text.Append(name).Append(": ").Append(value).Append("\r\n");
            }
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContent content, bool keep, CancellationToken cancellationToken)
    {
        var kept = keep ? new ArrayBufferWriter<byte>() : null;
        var buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            await using var stream = await content.ReadAsStreamAsync(cancellationToken);
            int read;
            while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
            {
                kept?.Write(buffer.AsSpan(0, Math.Min(read, BodyCheck.KeptBytes - kept.WrittenCount)));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return kept?.WrittenMemory ?? default;
    }
}
