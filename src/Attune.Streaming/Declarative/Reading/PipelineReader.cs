using Attune.Configuration.Binding;
using Attune.Streaming.Declarative.Connectors;
using Attune.Streaming.Declarative.Rows;
using Attune.Streaming.Pipelines;
using Attune.Streaming.Pipelines.Running;

namespace Attune.Streaming.Declarative.Reading;

/// <summary>Reads a whole description and notes everything that is wrong with it.</summary>
internal sealed class PipelineReader(ConnectorSet connectors)
{
    private const int MaxNameLength = 100;
    private const int MostKeyFields = 16;
    private const int MaxKeyLength = 65_536;
    private const string NoFile = "/dev/null";
    private static readonly TimeSpan LongestFlush = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ShortestCheckpoint = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestCheckpoint = TimeSpan.FromDays(1);

    private IReadOnlyList<string>? _fields;

    public static PipelineDefinition Read(string yaml, string origin, string folder, ConnectorSet connectors, Func<string, string?> environment)
    {
        var context = new ReadContext(folder, environment);
        var root = new PipelineNode(YamlFile.Parse(yaml, origin), "", context);
        var definition = context.Errors.Count == 0 ? new PipelineReader(connectors).Read(root) : null;
        return context.Errors.Count > 0 || definition is null
            ? throw new PipelineException(origin, [.. context.Errors.OrderBy(error => error.Line)])
            : definition;
    }

    private PipelineDefinition? Read(PipelineNode root)
    {
        var name = Name(root);
        _fields = root.Has("fields") ? root.Texts("fields") : null;
        root.Expect("fields");
        var strict = root.Flag("strict") ?? false;
        if (strict && _fields is null)
        {
            root.Fail("strict", "goes with fields, the list of those that an event may have");
        }

        var schema = new RowSchema { Allowed = strict ? _fields : null, MaxKeyLength = (int)(root.Whole("max_key_length", 1, MaxKeyLength) ?? 1024) };
        var key = Key(root, schema);
        var source = Source(root);
        var time = TimeReader.Read(root);
        var where = WhereReader.Read(root, schema, CheckField);
        var window = WindowReader.Read(root);
        var aggregates = AggregatesReader.Read(root, key, CheckField);
        var sink = root.Has("sink") ? Sink(root, "sink") : Missing(root, "sink", "where results go");
        var (late, dead) = (Sink(root, "late"), Sink(root, "dead_letters"));
        var checkpoints = Checkpoints(root);
        var options = Options(root);
        CheckTime(root, time, source);
        CheckParts(root);
        if (sink is { NeedsCheckpoints: true } && !root.Has("checkpoints"))
        {
            root.Fail("checkpoints", "is missing; a transactional sink commits with each checkpoint: { folder: FOLDER }");
        }

        if (sink?.LongestCheckpointInterval is { } longest && checkpoints?.Interval > longest)
        {
            root.Fail("checkpoints", $"has an interval of {ValueFormat.Format(checkpoints.Interval)}; this sink can wait {ValueFormat.Format(longest)} at most");
        }

        foreach (var (part, side) in new[] { ("late", late), ("dead_letters", dead) })
        {
            if (side is { NeedsCheckpoints: true })
            {
                root.Fail(part, "cannot be transactional; only the sink of results can");
            }
        }

        CheckFiles(root, source, [("sink", sink), ("late", late), ("dead_letters", dead)]);
        root.End();
        if (source is null || sink is null)
        {
            return null;
        }

        foreach (var aggregate in aggregates.Where(aggregate => aggregate.Field is not null))
        {
            schema.Use(aggregate.Field!, Results.AggregateParts.UseOf(aggregate.Kind));
        }

        options.CheckpointInterval = checkpoints?.Interval ?? options.CheckpointInterval;
        time ??= new TimeDefinition { Origin = TimeOrigin.Arrival };
        return new PipelineDefinition
        {
            Name = name, Source = source, Time = time, Key = key, Window = window, Aggregates = aggregates, Sink = sink, Late = late, DeadLetters = dead,
            Checkpoints = checkpoints, Options = options, Format = new RowFormat(schema, time.Field, where, KeepsRaw: window is null || late is not null || (dead is not null && time.MaxFutureSkew is not null)),
        };
    }

    private static string Name(PipelineNode root)
    {
        var name = root.RequiredText("name", "a name for meters and checkpoints");
        if (name.Length > MaxNameLength || !name.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.') || name.StartsWith('.'))
        {
            root.Fail("name", $"'{name}' must be 1..{MaxNameLength} letters, digits or - _ . and not begin with a dot");
        }

        return name;
    }

    private IReadOnlyList<string> Key(PipelineNode root, RowSchema schema)
    {
        var key = root.Texts("key");
        if (key.Count > MostKeyFields || (root.Has("key") && key.Count == 0))
        {
            root.Fail("key", $"needs 1 to {MostKeyFields} fields");
        }

        foreach (var (field, i) in key.Select((field, i) => (field, i)))
        {
            CheckField(root, "key", field);
            if (schema.Use(field, FieldUse.Key | FieldUse.Scalar) != i)
            {
                root.Fail("key", $"names '{field}' twice");
            }
        }

        return key;
    }

    /// <summary>A field that <c>fields</c> does not list is a slip.</summary>
    private void CheckField(PipelineNode node, string key, string field)
    {
        if (_fields is not null && !_fields.Contains(field, StringComparer.Ordinal) && !_fields.Contains(field.Split('.')[0], StringComparer.Ordinal))
        {
            node.Fail(key, $"'{field}' is not in fields{PipelineNode.Suggestion(field, _fields)}");
        }
    }

    private SourceDefinition? Source(PipelineNode root)
    {
        if (!root.Has("source"))
        {
            Missing(root, "source", "where events come from");
            return null;
        }

        if (root.Mapping("source") is not { } node)
        {
            return null;
        }

        var connector = Connector(node, connectors.Sources, source => source.Name);
        var definition = connector?.Read(node);
        if (connector is not null)
        {
            node.End();
        }

        return definition;
    }

    private SinkDefinition? Sink(PipelineNode root, string key)
    {
        if (root.Mapping(key) is not { } node)
        {
            return null;
        }

        var connector = Connector(node, connectors.Sinks, sink => sink.Name);
        var definition = connector?.Read(node);
        if (connector is not null)
        {
            node.End();
        }

        return definition;
    }

    private static T? Connector<T>(PipelineNode node, IReadOnlyList<T> known, Func<T, string> name)
        where T : class
    {
        var named = known.Where(connector => node.Has(name(connector))).ToList();
        if (named.Count == 1)
        {
            return named[0];
        }

        var names = string.Join(", ", known.Select(name));
        if (named.Count == 0 && node.Keys.FirstOrDefault() is { } first)
        {
            var suggestion = PipelineNode.Suggestion(first, known.Select(name));
            node.Fail(first, suggestion.Length > 0 ? $"there is no such kind{suggestion}" : $"there is no such kind; there are {names}");
        }
        else
        {
            node.Fail("", named.Count == 0 ? $"needs one of {names}" : $"has {string.Join(" and ", named.Select(name))}; only one is possible");
        }

        return null;
    }

    private static SinkDefinition? Missing(PipelineNode root, string key, string what)
    {
        root.Expect(key);
        root.Fail(key, $"is missing; it is {what}");
        return null;
    }

    private static CheckpointDefinition? Checkpoints(PipelineNode root)
    {
        if (root.Mapping("checkpoints") is not { } node)
        {
            return null;
        }

        var folder = node.FilePath("folder");
        if (!node.Has("folder"))
        {
            node.Fail("folder", "is missing; it is where checkpoints are kept");
        }

        var interval = node.Duration("interval", ShortestCheckpoint, LongestCheckpoint) ?? TimeSpan.FromSeconds(10);
        node.End();
        return folder is null ? null : new CheckpointDefinition(folder, interval);
    }

    private static PipelineOptions Options(PipelineNode root)
    {
        var options = new PipelineOptions();
        options.Partitions = (int)(root.Whole("partitions", 0, 255) ?? options.Partitions);
        options.BatchSize = (int)(root.Whole("batch_size", 1, 100_000) ?? options.BatchSize);
        options.FlushDelay = root.Duration("flush_delay", TimeSpan.Zero, LongestFlush) ?? options.FlushDelay;
        options.BufferCapacity = (int)(root.Whole("buffer", 1, 100_000) ?? options.BufferCapacity);
        options.Overflow = root.Choice(
            "overflow", ("wait", OverflowPolicy.Wait), ("drop-newest", OverflowPolicy.DropNewest), ("drop-oldest", OverflowPolicy.DropOldest)) ?? options.Overflow;
        return options;
    }

    private void CheckTime(PipelineNode root, TimeDefinition? time, SourceDefinition? source)
    {
        if (root.Has("window") && !root.Has("time"))
        {
            root.Fail("time", "is missing; windows need it: { field: NAME }, source or arrival");
        }

        if (time is { Origin: TimeOrigin.Source } && source is { HasTime: false })
        {
            root.Fail("time", "this source does not know the time of its events; name the field: { field: NAME }");
        }

        if (time?.Field is { } field)
        {
            CheckField(root, "time", field.Field);
        }
    }

    /// <summary>A sink begins its file anew: it must not be what is read, or what another writes.</summary>
    private static void CheckFiles(PipelineNode root, SourceDefinition? source, ReadOnlySpan<(string Part, SinkDefinition? Sink)> sinks)
    {
        var taken = new Dictionary<string, string>(StringComparer.Ordinal);
        if (source?.File is { } input)
        {
            taken[Target(input)] = "source";
        }

        foreach (var (part, sink) in sinks)
        {
            if (sink?.File is { } output && output != NoFile && !taken.TryAdd(Target(output), part))
            {
                root.Fail(part, $"is the same file as that of {taken[Target(output)]}: '{output}'");
            }
        }
    }

    /// <summary>Where a link leads.</summary>
    private static string Target(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return path;
        }
    }

    private static void CheckParts(PipelineNode root)
    {
        if (root.Has("window") && !root.Has("aggregates"))
        {
            root.Fail("aggregates", "is missing; a window needs at least one, for example { events: count }");
        }

        if (root.Has("aggregates") && !root.Has("window"))
        {
            root.Fail("window", "is missing; aggregates need one, for example { tumbling: 1m }");
        }

        if (root.Has("late") && !root.Has("window"))
        {
            root.Fail("late", "only windows have late events");
        }
    }
}
