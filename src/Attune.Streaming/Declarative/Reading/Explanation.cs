using System.Globalization;
using Attune.Configuration.Binding;
using Attune.Streaming.Declarative.Connectors;
using Attune.Streaming.Pipelines.Running;
using Attune.Streaming.Windows;

namespace Attune.Streaming.Declarative.Reading;

/// <summary>Says what a description does.</summary>
internal static class Explanation
{
    public static IReadOnlyList<KeyValuePair<string, string>> Of(PipelineDefinition definition)
    {
        var lines = new List<KeyValuePair<string, string>>();
        void Add(string name, string? text)
        {
            if (text is not null)
            {
                lines.Add(new(name, text));
            }
        }

        Add("Source", definition.Source.Describe());
        Add("Time", Time(definition.Time));
        Add("Where", definition.Format.Where.Count == 0 ? null : string.Join(" and ", definition.Format.Where));
        Add("Key", definition.Key.Count > 0 ? string.Join(", ", definition.Key) : definition.Window is null ? null : "none: all events in one");
        Add("Window", Window(definition.Window));
        Add("Panes", definition.Window is { } window ? Panes(window.Options) : null);
        Add("Aggregates", definition.Window is null ? "none: events pass as they came" : string.Join(", ", definition.Aggregates));
        Add("Sink", definition.Sink.Describe());
        Add("Late events", definition.Window is null ? null : Optional(definition.Late));
        Add("Dead letters", Optional(definition.DeadLetters));
        Add("Checkpoints", definition.Checkpoints is { } checkpoints
            ? $"every {ValueFormat.Format(checkpoints.Interval)} in {checkpoints.Folder}"
            : "none: what windows hold is lost when the pipeline stops");
        Add("Runs on", Workers(definition.Options));
        return lines;
    }

    private static string Optional(SinkDefinition? sink) => sink?.Describe() ?? "counted only";

    private static string Time(TimeDefinition time)
    {
        var parts = new List<string>
        {
            time.Origin switch
            {
                TimeOrigin.Arrival => "of arrival",
                TimeOrigin.Source => "of the source",
                _ => $"{time.Field!.Field} ({time.Field.Format switch { Rows.TimeFormat.Iso8601 => "ISO 8601", Rows.TimeFormat.UnixMs => "milliseconds since 1970", _ => "seconds since 1970" }})",
            },
        };
        if (time.Origin != TimeOrigin.Arrival)
        {
            parts.Add(time.MaxOutOfOrderness == TimeSpan.Zero ? "in order" : $"up to {ValueFormat.Format(time.MaxOutOfOrderness)} out of order");
        }

        if (time.IdleAfter is { } idle)
        {
            parts.Add($"partitions idle after {ValueFormat.Format(idle)}");
        }

        if (time.MaxFutureSkew is { } skew)
        {
            parts.Add($"at most {ValueFormat.Format(skew)} in the future");
        }

        return string.Join(", ", parts);
    }

    private static string? Window(WindowDefinition? window) => window is null ? null
        : window.Options.AllowedLateness == TimeSpan.Zero ? window.Text
        : $"{window.Text}, open for {ValueFormat.Format(window.Options.AllowedLateness)} more";

    private static string Panes(WindowOptions options)
    {
        var parts = new List<string> { options.Content == PaneContent.Accumulating ? "everything so far (accumulating)" : "what came since the last pane (discarding)" };
        if (!options.Early.IsNever)
        {
            parts.Add($"early {Firing(options.Early)}");
        }

        parts.Add("on time once");
        if (options.AllowedLateness > TimeSpan.Zero)
        {
            parts.Add($"late {Firing(options.Late)}");
        }

        return string.Join(", ", parts);
    }

    private static string Firing(Firing firing) => firing.Count switch
    {
        0 => $"every {ValueFormat.Format(firing.Interval)}",
        1 => "for each event",
        var count => string.Create(CultureInfo.InvariantCulture, $"every {count} events"),
    };

    private static string Workers(Pipelines.PipelineOptions options) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(options.Partitions == 0 ? "one worker per processor" : options.Partitions == 1 ? "one worker" : $"{options.Partitions} workers")}, {options.BatchSize} events a batch, {options.BufferCapacity} batches before {options.Overflow switch { OverflowPolicy.Wait => "the source waits", OverflowPolicy.DropNewest => "the newest is dropped", _ => "the oldest is dropped" }}");
}
