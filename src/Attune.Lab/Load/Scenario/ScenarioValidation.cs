using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text;

namespace Attune.Lab.Load;

/// <summary>What a scenario may hold. Names in messages are those of the YAML file.</summary>
internal static class ScenarioValidation
{
    private const int MostStages = 10_000;
    private const int MostRequests = 1_000;
    private const double HighestRate = 1_000_000;
    private const double MostUsers = 10_000;
    private static readonly TimeSpan LongestThink = TimeSpan.FromHours(1);

    public static void Validate(LoadScenario scenario)
    {
        Ranges(scenario, "");
        Target(scenario);
        Model(scenario.Model);
        Headers(scenario.Headers, "");
        if (scenario.Requests.Count > MostRequests)
        {
            throw new LoadException($"requests: {scenario.Requests.Count} are too many, at most {MostRequests}");
        }

        if (scenario.Requests.Count == 0 && scenario.Protocol is LoadProtocol.Mcp or LoadProtocol.WebSocket)
        {
            var needs = scenario.Protocol == LoadProtocol.Mcp ? "the name of a tool" : "the text of a message";
            throw new LoadException($"requests: the protocol {scenario.Protocol.ToString().ToLowerInvariant()} needs at least one, with {needs}");
        }

        for (var i = 0; i < scenario.Requests.Count; i++)
        {
            Request(scenario.Requests[i], scenario.Protocol, $"requests[{i}].");
        }
    }

    private static void Target(LoadScenario scenario)
    {
        if (scenario.Target is not { IsAbsoluteUri: true } target)
        {
            throw new LoadException("target: must be a URL such as http://127.0.0.1:8787/health");
        }

        var isSocket = target.Scheme is "ws" or "wss";
        if (!isSocket && target.Scheme is not ("http" or "https"))
        {
            throw new LoadException($"target: the scheme '{target.Scheme}' is not http, https, ws or wss");
        }

        if (isSocket && scenario.Protocol != LoadProtocol.WebSocket)
        {
            throw new LoadException($"target: {target.Scheme} needs the protocol websocket");
        }

        if (target.UserInfo.Length > 0)
        {
            throw new LoadException("target: user names and passwords belong in a header, not in the URL");
        }
    }

    private static void Model(LoadModel? model)
    {
        if (model is null || model.Stages is not { Count: > 0 and <= MostStages })
        {
            throw new LoadException($"stages: 1 to {MostStages} are needed");
        }

        var (unit, highest) = model is OpenModel ? ("rate", HighestRate) : ("users", MostUsers);
        foreach (var stage in model.Stages)
        {
            if (!(stage.From >= 0 && stage.From <= highest) || !(stage.To >= 0 && stage.To <= highest))
            {
                throw new LoadException($"stages: {unit} {stage.From}..{stage.To} is not allowed, the range is 0..{highest}");
            }

            if (model is ClosedModel && (stage.From != Math.Floor(stage.From) || stage.To != Math.Floor(stage.To)))
            {
                throw new LoadException("stages: users must be a whole number");
            }

            if (stage.Duration <= TimeSpan.Zero || stage.Duration > TimeSpan.FromHours(24))
            {
                throw new LoadException($"stages: the time {DurationText.Format(stage.Duration)} is not allowed, the range is 1us..24h");
            }
        }

        if (model.Peak == 0)
        {
            throw new LoadException($"stages: at least one must have a {unit} above 0");
        }

        if (model is ClosedModel { Think: var think } && (think.Minimum < TimeSpan.Zero || think.Minimum > think.Maximum || think.Maximum > LongestThink))
        {
            throw new LoadException($"think: {think} is not allowed, the range is 0s..{LongestThink.TotalHours}h");
        }
    }

    private static void Request(LoadRequest request, LoadProtocol protocol, string place)
    {
        Ranges(request, place);
        Headers(request.Headers, place);
        if (request.Path.Length > 0 && request.Path[0] != '/')
        {
            throw new LoadException($"{place}path: '{request.Path}' must start with '/'");
        }

        if (request.Path.AsSpan().ContainsAnyInRange('\0', '\x1f'))
        {
            throw new LoadException($"{place}path: control characters are not allowed");
        }

        if (protocol == LoadProtocol.Mcp && request.Tool.Length == 0)
        {
            throw new LoadException($"{place}tool: the protocol mcp needs the name of a tool");
        }

        if (protocol == LoadProtocol.WebSocket && request.Body is null)
        {
            throw new LoadException($"{place}body: the protocol websocket needs the text of a message");
        }
    }

    private static void Headers(IDictionary<string, string> headers, string place)
    {
        foreach (var (name, value) in headers)
        {
            if (name.Length == 0 || !name.All(character => char.IsAsciiLetterOrDigit(character) || "!#$%&'*+-.^_`|~".Contains(character, StringComparison.Ordinal)))
            {
                throw new LoadException($"{place}headers: '{name}' is not the name of a header field");
            }

            if (name.ToUpperInvariant() is "CONTENT-LENGTH" or "TRANSFER-ENCODING" or "CONNECTION")
            {
                throw new LoadException($"{place}headers: {name} is set by the load generator");
            }

            if (value.AsSpan().ContainsAny('\r', '\n', '\0'))
            {
                throw new LoadException($"{place}headers: the value of {name} must be one line");
            }
        }
    }

    private static void Ranges(object options, string place)
    {
        foreach (var property in options.GetType().GetProperties())
        {
            var value = property.GetValue(options);
            foreach (var attribute in property.GetCustomAttributes<ValidationAttribute>())
            {
                if (!attribute.IsValid(value))
                {
                    var what = attribute is RangeAttribute range ? $"is not allowed, the range is {Show(range.Minimum)}..{Show(range.Maximum)}" : attribute.ErrorMessage;
                    throw new LoadException($"{place}{SnakeCase(property.Name)}: {Show(value)} {what}");
                }
            }
        }
    }

    private static string Show(object? value) => value switch
    {
        TimeSpan time => DurationText.Format(time),
        string text when TimeSpan.TryParse(text, out var time) => DurationText.Format(time),
        string text => $"'{text}'",
        _ => $"{value}",
    };

    private static string SnakeCase(string name)
    {
        var text = new StringBuilder();
        foreach (var character in name)
        {
            text.Append(char.IsUpper(character) && text.Length > 0 ? "_" : "").Append(char.ToLowerInvariant(character));
        }

        return text.ToString();
    }
}
