using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Attune.Lab.Load;

/// <summary>A kind of request, ready to be written.</summary>
internal sealed class PlannedRequest
{
    private readonly byte[]? _constant;

    public PlannedRequest(LoadScenario scenario, LoadRequest request, DataRows? data, string place)
    {
        var target = scenario.Target!;
        Weight = request.Weight;
        Expect = request.Expect;
        Tool = request.Tool;
        Method = request.Method.ToUpperInvariant();
        Path = Template.Parse(request.Path.Length > 0 ? AsciiPath(request.Path) : target.PathAndQuery, TemplateEscaping.Path, data, place + "path");
        Headers = [.. Fields(scenario, request).Select(field => (field.Key, Template.Parse(field.Value, TemplateEscaping.Header, data, $"{place}headers.{field.Key}")))];
        var body = scenario.Protocol == LoadProtocol.Mcp
            ? $$$"""{"jsonrpc":"2.0","id":{{seq}},"method":"tools/call","params":{"name":{{{JsonSerializer.Serialize(request.Tool)}}},"arguments":{{{request.Arguments}}}}}"""
            : request.Body;
        Body = body is null ? null : Template.Parse(body, LooksLikeJson(body) ? TemplateEscaping.Json : TemplateEscaping.None, data, place + "body");

        if (scenario.Protocol == LoadProtocol.Mcp)
        {
            RequireJson(Body!, place + "arguments");
        }

        LoadCheck[] checks = [.. scenario.Checks, .. request.Checks];
        var isHttp = scenario.Protocol is LoadProtocol.Http1 or LoadProtocol.Http2 or LoadProtocol.Mcp;
        Statuses = isHttp && !checks.Any(check => check is StatusCheck) ? [StatusCheck.Default] : [.. checks.OfType<StatusCheck>()];
        Checks = [.. checks.Where(check => check is not StatusCheck)];
        NeedsBody = checks.Any(check => check.NeedsBody);
        NeedsHeader = checks.Any(check => check.NeedsHeader);
        _constant = Path.IsConstant && Headers.All(header => header.Value.IsConstant) && Body is not { IsConstant: false } ? RenderHttp1() : null;
    }

    public double Weight { get; }

    public string Method { get; }

    public string Tool { get; }

    public AnswerExpectation Expect { get; }

    public Template Path { get; }

    /// <summary>All header fields but Content-Length.</summary>
    public IReadOnlyList<(string Name, Template Value)> Headers { get; }

    public Template? Body { get; }

    public bool IsHead => Method == "HEAD";

    public bool NeedsBody { get; }

    public bool NeedsHeader { get; }

    private StatusCheck[] Statuses { get; }

    private LoadCheck[] Checks { get; }

    /// <summary>Why an answer is a failure; null if it is none.</summary>
    public string? Judge(in Answer answer)
    {
        foreach (var check in Statuses)
        {
            if (!check.Passes(answer))
            {
                return StatusCauses.Of(answer.Status);
            }
        }

        foreach (var check in Checks)
        {
            if (!check.Passes(answer))
            {
                return $"check: {check.Name}";
            }
        }

        return null;
    }

    /// <summary>The request as HTTP/1.1 has it. The memory is valid until <paramref name="scratch"/> is used again.</summary>
    public ReadOnlySpan<byte> WriteHttp1(Http1Scratch scratch, long sequence, ref RequestRandom random)
    {
        if (_constant is { } constant)
        {
            return constant;
        }

        scratch.Body.ResetWrittenCount();
        Body?.Render(scratch.Body, sequence, ref random);
        var head = scratch.Message;
        head.ResetWrittenCount();
        Write(head, Method);
        head.Write(" "u8);
        Path.Render(head, sequence, ref random);
        head.Write(" HTTP/1.1\r\n"u8);
        foreach (var (name, value) in Headers)
        {
            Write(head, name);
            head.Write(": "u8);
            value.Render(head, sequence, ref random);
            head.Write("\r\n"u8);
        }

        if (Body is not null || Method is "POST" or "PUT" or "PATCH")
        {
            Write(head, $"Content-Length: {scratch.Body.WrittenCount}\r\n");
        }

        head.Write("\r\n"u8);
        head.Write(scratch.Body.WrittenSpan);
        return head.WrittenSpan;
    }

    private static void Write(IBufferWriter<byte> output, string text) => Encoding.UTF8.GetBytes(text, output);

    /// <summary>A body that is nothing but a place to fill in may hold a whole document and gets it as it is.</summary>
    private static bool LooksLikeJson(string body) => body.AsSpan().TrimStart() is ['{', not '{', ..] or ['[', ..];

    /// <summary>Percent-encodes what may not stand in a request line; places to fill in are left alone.</summary>
    private static string AsciiPath(string path)
    {
        var text = new StringBuilder(path.Length);
        var depth = 0;
        foreach (var rune in path.EnumerateRunes())
        {
            depth += rune.Value switch { '{' => 1, '}' => -1, _ => 0 };
            text.Append(depth == 0 && (!rune.IsAscii || rune.Value == ' ') ? Uri.EscapeDataString(rune.ToString()) : rune.ToString());
        }

        return text.ToString();
    }

    private static Dictionary<string, string> Fields(LoadScenario scenario, LoadRequest request)
    {
        var target = scenario.Target!;
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Host"] = target.IsDefaultPort ? HostText(target) : $"{HostText(target)}:{target.Port}" };
        foreach (var (name, value) in scenario.Headers.Concat(request.Headers))
        {
            fields[name] = value;
        }

        return fields;
    }

    private static void RequireJson(Template body, string place)
    {
        var random = default(RequestRandom);
        try
        {
            using var _ = JsonDocument.Parse(body.RenderText(0, ref random));
        }
        catch (JsonException error)
        {
            throw new LoadException($"{place}: not a JSON object", error);
        }
    }

    private static string HostText(Uri target) => target.HostNameType == UriHostNameType.IPv6 ? $"[{target.IdnHost}]" : target.IdnHost;

    private byte[] RenderHttp1()
    {
        var random = default(RequestRandom);
        return WriteHttp1(new Http1Scratch(), 0, ref random).ToArray();
    }
}
