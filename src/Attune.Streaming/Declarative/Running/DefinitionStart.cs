using Attune.Streaming.Checkpoints;
using Attune.Streaming.Declarative.Connectors;
using Attune.Streaming.Declarative.Results;
using Attune.Streaming.Declarative.Rows;
using Attune.Streaming.Pipelines;
using Attune.Streaming.Pipelines.Sinks;
using Attune.Streaming.Pipelines.Time;
using Attune.Streaming.Sources;
using Attune.Streaming.Windows;

namespace Attune.Streaming.Declarative.Running;

/// <summary>Turns a description into a pipeline and starts it.</summary>
internal static class DefinitionStart
{
    private const int StepsPerGap = 64;
    private static readonly TimeSpan DefaultStep = TimeSpan.FromMilliseconds(1);

    public static async Task<DeclarativeRun> StartAsync(PipelineDefinition definition, RunSettings settings, CancellationToken cancellationToken)
    {
        var deadLetters = await DeadLettersAsync(definition, settings, cancellationToken);
        try
        {
            var checkpoints = Checkpoints(definition, settings.IsFresh, deadLetters);
            var given = definition.Options;
            var options = new PipelineOptions
            {
                Partitions = given.Partitions, BatchSize = given.BatchSize, FlushDelay = given.FlushDelay, BufferCapacity = given.BufferCapacity, Overflow = given.Overflow,
                CheckpointInterval = given.CheckpointInterval, Checkpoints = checkpoints, DeadLetters = deadLetters, Tunables = settings.Tunables, Time = settings.Time,
            };
            var run = await Build(definition, settings).StartAsync(options, cancellationToken);
            return new DeclarativeRun(run, checkpoints?.Loaded, deadLetters);
        }
        catch
        {
            if (deadLetters is not null)
            {
                await deadLetters.DisposeAsync();
            }

            throw;
        }
    }

    private static StreamPipeline Build(PipelineDefinition definition, RunSettings settings)
    {
        var fields = definition.Key.Count;
        RowKey KeyOf(Row row) => fields == 0 ? default : new RowKey(row.Values.AsSpan(0, fields));

        var source = definition.Source.Create(definition.Format, new SourceContext(definition.Name, settings.IsFresh, settings.Time));
        var rows = Pipeline.From(source, Time(definition)).Where(row => row.Passes);
        var sink = Sink(definition, definition.Sink, settings, isMain: true);
        if (definition.Window is not { } window)
        {
            return rows.Select(row => new OutputRecord(KeyOf(row), row.Raw)).To(definition.Name, sink);
        }

        var parts = AggregateParts.Of(definition.Aggregates, definition.Format.Schema);
        var writer = new PaneWriter(definition.Key, parts.Outputs, window.Shape is not GlobalWindow);
        var windows = rows.KeyBy(KeyOf, new KeyOptions<RowKey> { Serializer = RowKey.Serializer }).Window(window.Shape, window.Options);
        if (definition.Late is { } late)
        {
            windows = windows.LateTo(new LateRows(Sink(definition, late, settings, isMain: false), KeyOf));
        }

        return windows.Aggregate(new RowAggregate(parts.Parts)).Select(writer.Write).To(definition.Name, sink);
    }

    private static StreamTime<Row> Time(PipelineDefinition definition)
    {
        var time = definition.Time;
        return new StreamTime<Row>
        {
            Selector = time.Origin == TimeOrigin.Field ? static row => new DateTime(row.Ticks, DateTimeKind.Utc) : null,
            IsArrival = time.Origin == TimeOrigin.Arrival, MaxOutOfOrderness = time.MaxOutOfOrderness, IdleAfter = time.IdleAfter, MaxFutureSkew = time.MaxFutureSkew,
            Step = Step(definition.Window),
        };
    }

    /// <summary>The watermark need not move more finely than windows begin and end; sessions, which end anywhere, wait for a fraction of their gap more.</summary>
    private static TimeSpan Step(WindowDefinition? window)
    {
        var ticks = window?.Shape switch
        {
            SlidingWindows sliding => Divisor(sliding.Slide.Ticks, sliding.Offset.Ticks),
            TumblingWindows tumbling => Divisor(tumbling.Size.Ticks, tumbling.Offset.Ticks),
            SessionWindows sessions => Math.Max(DefaultStep.Ticks, sessions.Gap.Ticks / StepsPerGap),
            _ => DefaultStep.Ticks,
        };
        return TimeSpan.FromTicks(window is null or { Shape: SessionWindows } ? ticks : Divisor(ticks, window.Options.AllowedLateness.Ticks));
    }

    private static long Divisor(long left, long right)
    {
        while (right != 0)
        {
            (left, right) = (right, left % right);
        }

        return left;
    }

    private static ISink<OutputRecord> Sink(PipelineDefinition definition, SinkDefinition sink, RunSettings settings, bool isMain) =>
        sink.Create(new SinkContext(definition.Name, definition.Checkpoints is not null, settings.IsFresh, isMain));

    private static async Task<RecordDeadLetters?> DeadLettersAsync(PipelineDefinition definition, RunSettings settings, CancellationToken cancellationToken)
    {
        if (definition.DeadLetters is not { } definedSink)
        {
            return null;
        }

        var sink = Sink(definition, definedSink, settings, isMain: false);
        await sink.OpenAsync(cancellationToken);
        return new RecordDeadLetters(sink, settings.Time);
    }

    private static DescribedCheckpoints? Checkpoints(PipelineDefinition definition, bool isFresh, RecordDeadLetters? deadLetters)
    {
        if (definition.Checkpoints is not { } checkpoints)
        {
            return null;
        }

        if (isFresh)
        {
            Forget(Path.Combine(checkpoints.Folder, definition.Name));
        }

        return new DescribedCheckpoints(new FolderCheckpointStore(checkpoints.Folder), Describe(definition), deadLetters);
    }

    /// <summary>What the meaning of the kept states and of the position depends on.</summary>
    private static string Describe(PipelineDefinition definition) =>
        $"{(definition.Source.File is { } file ? $"the file '{Path.GetFileName(file)}', " : "")}the key '{string.Join(", ", definition.Key)}', the window '{definition.Window?.Text}' and the aggregates '{string.Join(", ", definition.Aggregates)}'";

    private static void Forget(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        try
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*.checkpoint"))
            {
                File.Delete(file);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SourceException($"The old checkpoints in '{folder}' cannot be removed: {error.Message}", error);
        }
    }
}
