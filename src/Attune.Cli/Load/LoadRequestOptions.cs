using System.CommandLine;
using Attune.Cli.Commands;
using Attune.Lab.Load;

namespace Attune.Cli.Load;

/// <summary>The options of <c>attune load</c> and <c>attune stress</c> that say where load goes and what is sent.</summary>
internal sealed class LoadRequestOptions
{
    private const int MostConnections = 10_000;
    private const int LargestBody = 16 << 20;

    private readonly Option<string?> _protocol = Text("--protocol", "NAME", "http1, http2, websocket or mcp (default: http1; websocket for ws:// and wss://).");
    private readonly Option<string?> _connections = Text("--connections", "N", "Connections with --rate or http2 (1..10000, default: 64). Users have one each.");
    private readonly Option<string?> _method = Text("--method", "NAME", "HTTP method (default: GET; POST with --body).");
    private readonly Option<string[]> _header = new("--header") { Description = "Header field, for example 'Accept: text/plain'. May be given again.", HelpName = "NAME: VALUE" };
    private readonly Option<string?> _body = Text("--body", "TEXT", "Body or WebSocket message; may hold {{data.COLUMN}}, {{seq}}, {{uuid}}, {{random 1 100}}.");
    private readonly Option<string?> _bodyFile = Text("--body-file", "FILE", "The same, from a file of at most 16 MiB.");
    private readonly Option<string?> _tool = Text("--tool", "NAME", "With --protocol mcp: the tool to call.");
    private readonly Option<string?> _arguments = Text("--arguments", "JSON", "With --protocol mcp: the tool's arguments (default: {}).");
    private readonly Option<string?> _dataFile = Text("--data-file", "FILE", "Rows for {{data.COLUMN}}: .csv with a header line, or JSON lines.");
    private readonly Option<string?> _timeout = Text("--timeout", "TIME", "Longest time for one request (1 ms..10 min, default: 10s).");
    private readonly Option<string?> _maxRequests = Text("--max-requests", "N", "End after this many requests (1..100000000000, default: 100000000).");
    private readonly Option<bool> _allowRemote = new("--allow-remote") { Description = "Allow hosts other than this machine. Only load what is yours to load." };
    private readonly Option<bool> _insecure = new("--insecure") { Description = "Take TLS certificates as they come." };

    public static LoadRequestOptions AddTo(Command command)
    {
        var options = new LoadRequestOptions();
        foreach (var option in new Option[]
        {
            options._protocol, options._connections, options._method, options._header, options._body, options._bodyFile, options._tool, options._arguments, options._dataFile,
            options._timeout, options._maxRequests, options._allowRemote, options._insecure,
        })
        {
            command.Add(option);
        }

        return options;
    }

    public static Option<string?> Text(string name, string help, string description) => new(name) { Description = description, HelpName = help };

    /// <summary>Puts what was given on the command line over what the scenario says.</summary>
    public void Apply(ParseResult parsed, LoadScenario scenario)
    {
        scenario.AllowRemote |= parsed.GetValue(_allowRemote);
        scenario.InsecureTls |= parsed.GetValue(_insecure);
        scenario.Protocol = Protocol(parsed.GetValue(_protocol), scenario);
        if (parsed.GetValue(_connections) is { } connections)
        {
            scenario.Connections = Limits.Whole("--connections", connections, 1, MostConnections, "a whole number");
        }

        if (parsed.GetValue(_timeout) is { } timeout)
        {
            scenario.Timeout = Limits.Duration("--timeout", timeout, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(10));
        }

        if (parsed.GetValue(_maxRequests) is { } most)
        {
            scenario.MaxRequests = (long)Limits.Number("--max-requests", most, 1, 1e11, "a whole number");
        }

        if (parsed.GetValue(_dataFile) is { } data)
        {
            scenario.DataFile = File.Exists(data) ? data : throw new UserErrorException($"--data-file must be a file that can be read; '{data}' is not there.");
        }

        foreach (var header in parsed.GetValue(_header) ?? [])
        {
            var (name, value) = Header(header);
            scenario.Headers[name] = value;
        }

        Request(parsed, scenario);
    }

    private static (string Name, string Value) Header(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0
            ? (text[..colon].Trim(), text[(colon + 1)..].Trim())
            : throw new UserErrorException($"--header takes 'NAME: VALUE', for example 'Accept: text/plain'; this is '{text}'.");
    }

    private static LoadProtocol Protocol(string? name, LoadScenario scenario) => name switch
    {
        null => scenario.Target?.Scheme is "ws" or "wss" ? LoadProtocol.WebSocket : scenario.Protocol,
        "http1" => LoadProtocol.Http1,
        "http2" => LoadProtocol.Http2,
        "websocket" => LoadProtocol.WebSocket,
        "mcp" => LoadProtocol.Mcp,
        _ => throw new UserErrorException($"--protocol must be http1, http2, websocket or mcp; this is '{name}'."),
    };

    private string? Body(ParseResult parsed)
    {
        if (parsed.GetValue(_bodyFile) is not { } path)
        {
            return parsed.GetValue(_body);
        }

        return parsed.GetValue(_body) is not null ? throw new UserErrorException("--body and --body-file exclude each other.")
            : !File.Exists(path) ? throw new UserErrorException($"--body-file must be a file that can be read; '{path}' is not there.")
            : new FileInfo(path).Length > LargestBody ? throw new UserErrorException($"--body-file must be a file in the allowed range 0..{LargestBody >> 20} MiB; '{path}' is larger.")
            : File.ReadAllText(path);
    }

    private void Request(ParseResult parsed, LoadScenario scenario)
    {
        var (method, body, tool, arguments) = (parsed.GetValue(_method), Body(parsed), parsed.GetValue(_tool), parsed.GetValue(_arguments));
        if (scenario.Requests.Count > 0)
        {
            if (method is not null || body is not null || tool is not null || arguments is not null)
            {
                throw new UserErrorException("--method, --body, --tool and --arguments describe the request to a URL; the scenario has requests of its own.");
            }

            return;
        }

        if (scenario.Protocol == LoadProtocol.WebSocket && body is null)
        {
            throw new UserErrorException("--protocol websocket needs --body TEXT, the message to send.");
        }

        if ((scenario.Protocol == LoadProtocol.Mcp) != (tool is not null) || (arguments is not null && tool is null))
        {
            throw new UserErrorException("--protocol mcp and --tool NAME belong together; --arguments goes with them.");
        }

        if (method is not null && (method.Length is 0 or > 20 || !method.All(char.IsAsciiLetter)))
        {
            throw new UserErrorException($"--method must be 1..20 letters such as GET or POST; this is '{method}'.");
        }

        if ((method ?? body ?? tool) is null)
        {
            return;
        }

        var request = new LoadRequest { Method = method ?? (body is null ? "GET" : "POST"), Body = body, Tool = tool ?? "", Arguments = arguments ?? "{}" };
        if (request.Body?.TrimStart() is ['{' or '[', ..] && !scenario.Headers.ContainsKey("Content-Type"))
        {
            request.Headers["Content-Type"] = "application/json";
        }

        scenario.Requests.Add(request);
    }
}
