using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Attune.Lab.Load;

/// <summary>Reads scenarios from YAML. Nothing is deserialised into types: every key is asked for by name.</summary>
internal static class ScenarioReader
{
    private const long MostBytes = 4 << 20;

    public static LoadScenario ReadFile(string path)
    {
        try
        {
            if (new FileInfo(path).Length > MostBytes)
            {
                throw new LoadException($"{path} is larger than {MostBytes >> 20} MiB");
            }

            return Read(File.ReadAllText(path), Path.GetDirectoryName(Path.GetFullPath(path))!, Path.GetFileName(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new LoadException($"{path} cannot be read: {error.Message}", error);
        }
    }

    public static LoadScenario Read(string yaml, string folder, string origin)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(yaml));
        }
        catch (InvalidOperationException error)
        {
            // The parser's own answer to some brackets that are never closed.
            throw new LoadException($"{origin}: not valid YAML: a bracket or a quotation mark is not closed", error);
        }
        catch (YamlException error)
        {
            throw new LoadException($"{origin}:{error.Start.Line}: not valid YAML: {error.InnerException?.Message ?? error.Message}", error);
        }

        if (stream.Documents.Count == 0)
        {
            throw new LoadException($"{origin}: the scenario is empty");
        }

        var root = new ScenarioNode(stream.Documents[0].RootNode, "", origin);
        var scenario = Scenario(root, folder, origin);
        root.End();
        try
        {
            scenario.Validate();
        }
        catch (LoadException error)
        {
            throw new LoadException($"{origin}: {error.Message}", error);
        }

        return scenario;
    }

    private static LoadScenario Scenario(ScenarioNode root, string folder, string origin)
    {
        var scenario = new LoadScenario();
        scenario.Name = root.Text("name") ?? Path.GetFileNameWithoutExtension(origin);
        scenario.Target = root.Parsed("target", text => Uri.TryCreate(text, UriKind.Absolute, out var uri) ? uri : throw new LoadException($"target: '{text}' is not a URL"));
        scenario.Protocol = root.Choice<LoadProtocol>("protocol") ?? scenario.Protocol;
        scenario.Connections = root.Integer("connections") ?? scenario.Connections;
        scenario.Streams = root.Integer("streams") ?? scenario.Streams;
        scenario.Timeout = root.Duration("timeout") ?? scenario.Timeout;
        scenario.MaxRequests = root.Long("max_requests") ?? scenario.MaxRequests;
        scenario.MaxDuration = root.Duration("max_duration") ?? scenario.MaxDuration;
        scenario.Warmup = root.Duration("warmup") ?? scenario.Warmup;
        scenario.AbortOnFail = root.Flag("abort_on_fail") ?? scenario.AbortOnFail;
        scenario.AbortGrace = root.Duration("abort_grace") ?? scenario.AbortGrace;
        scenario.AllowRemote = root.Flag("allow_remote") ?? scenario.AllowRemote;
        scenario.InsecureTls = root.Flag("insecure_tls") ?? scenario.InsecureTls;
        scenario.Seed = root.Integer("seed") ?? scenario.Seed;
        scenario.Workers = root.Integer("workers") ?? scenario.Workers;
        scenario.Headers = root.Texts("headers");
        scenario.DataFile = root.Parsed("data", file => DataPath(file, folder)) ?? "";
        scenario.Model = Model(root) ?? scenario.Model;
        scenario.Checks = Checks(root);
        scenario.Requests = [.. root.Mappings("requests").Select(Request)];
        scenario.Thresholds = [.. root.ParsedList("thresholds", LoadThreshold.Parse)];
        return scenario;
    }

    private static LoadModel? Model(ScenarioNode root)
    {
        if (root.Has("open") && root.Has("closed"))
        {
            throw root.Fail("has an open model and a closed one, but only one is possible");
        }

        if (root.Mapping("open") is { } open)
        {
            var model = new OpenModel(Stages(open, "rate"), open.Choice<Arrivals>("arrivals") ?? Arrivals.Constant);
            open.End();
            return model;
        }

        if (root.Mapping("closed") is { } closed)
        {
            var model = new ClosedModel(Stages(closed, "users"), closed.Value<ThinkTime>("think", text => ThinkTime.Parse(text), "a pause") ?? default);
            closed.End();
            return model;
        }

        return null;
    }

    /// <summary>A list of stages, or one stage in the model itself.</summary>
    private static List<LoadStage> Stages(ScenarioNode model, string level)
    {
        if (model.Has("stages"))
        {
            return [.. model.Mappings("stages").Select(stage => Stage(stage, level, isAlone: true))];
        }

        return [Stage(model, level, isAlone: false)];
    }

    private static LoadStage Stage(ScenarioNode node, string level, bool isAlone)
    {
        var (hold, from, to) = (node.Number(level), node.Number("from"), node.Number("to"));
        var time = node.Duration("for") ?? throw node.Fail("needs 'for', the duration of a stage");
        if (isAlone)
        {
            node.End();
        }

        return (hold, from, to) switch
        {
            ({ } both, null, null) => LoadStage.Hold(both, time),
            (null, { } first, { } last) => new LoadStage(first, last, time),
            _ => throw node.Fail($"needs either '{level}', or 'from' and 'to'"),
        };
    }

    private static LoadRequest Request(ScenarioNode node)
    {
        var request = new LoadRequest();
        request.Name = node.Text("name") ?? request.Name;
        request.Method = node.Text("method") ?? request.Method;
        request.Path = node.Text("path") ?? request.Path;
        request.Headers = node.Texts("headers");
        request.Body = node.Text("body");
        request.Tool = node.Text("tool") ?? request.Tool;
        request.Arguments = node.Parsed("arguments", JsonObject) ?? request.Arguments;
        request.Expect = node.Choice<AnswerExpectation>("expect") ?? request.Expect;
        request.Weight = node.Number("weight") ?? request.Weight;
        request.Checks = Checks(node);
        node.End();
        return request;
    }

    private static List<LoadCheck> Checks(ScenarioNode node)
    {
        var checks = new List<LoadCheck>();
        foreach (var check in node.Mappings("checks"))
        {
            LoadCheck?[] kinds =
            [
                check.Parsed("status", LoadCheck.Status),
                check.Parsed("body_contains", LoadCheck.BodyContains),
                check.Parsed("header", HeaderCheckOf),
                check.Number("max_ms", 0.001, 86_400_000) is { } milliseconds ? LoadCheck.MaxTime(TimeSpan.FromMilliseconds(milliseconds)) : null,
            ];
            check.End();
            checks.AddRange(kinds.OfType<LoadCheck>());
        }

        return checks;
    }

    /// <summary><c>name</c> or <c>name: text</c>.</summary>
    private static LoadCheck HeaderCheckOf(string text)
    {
        var parts = text.Split(':', 2, StringSplitOptions.TrimEntries);
        return LoadCheck.Header(parts[0], parts.Length > 1 ? parts[1] : "");
    }

    private static string JsonObject(string text) => text.AsSpan().Trim() is ['{', .., '}']
        ? text
        : throw new LoadException($"arguments: '{text}' is not a JSON object");

    /// <summary>The full path of a data file, which must not leave the scenario's folder, neither by its name nor by a link.</summary>
    private static string DataPath(string file, string folder)
    {
        var root = Path.GetFullPath(folder);
        var path = Path.GetFullPath(Path.Combine(root, file));
        if (!path.StartsWith(root.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw new LoadException($"data: '{file}' is outside the scenario's folder");
        }

        for (FileSystemInfo? place = new FileInfo(path); place is not null && place.FullName.Length > root.Length; place = Directory.GetParent(place.FullName))
        {
            if (place.LinkTarget is not null)
            {
                throw new LoadException($"data: '{file}' is reached through a link");
            }
        }

        return path;
    }
}
