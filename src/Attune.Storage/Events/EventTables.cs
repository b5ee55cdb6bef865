using Attune.Events;
using Attune.Storage.Writing;

namespace Attune.Storage.Events;

/// <summary>How events become rows.</summary>
internal static class EventTables
{
    public static TableInsert<Flow> Flows { get; } = new(
        "flows", "id", ["id", "stream", "timestamp", "source_ip", "destination", "bytes_transferred", "protocol", "message_id"],
        static (row, context, flow) =>
        {
            row.Write(flow.Id);
            row.Write(context.Stream);
            row.Write(flow.Timestamp);
            row.Write(StoredText.Clean(flow.SourceIp));
            row.Write(StoredText.Clean(flow.Destination));
            row.Write(flow.Bytes);
            row.Write(StoredText.Clean(flow.Protocol));
            row.Write(StoredText.CleanOrNull(flow.MessageId));
        });

    public static TableInsert<TextEvent> Texts { get; } = new(
        "text_events", "id", ["id", "stream", "timestamp", "sender_domain", "subject", "body", "label", "message_id"],
        static (row, context, text) =>
        {
            row.Write(text.Id);
            row.Write(context.Stream);
            row.Write(text.Timestamp);
            row.Write(StoredText.Clean(text.SenderDomain));
            row.Write(StoredText.Clean(text.Subject));
            row.Write(StoredText.Clean(text.Body));
            row.Write(StoredText.CleanOrNull(text.Label));
            row.Write(StoredText.CleanOrNull(text.MessageId));
        });

    public static TableInsert<DeadLetter> DeadLetters { get; } = new(
        "dead_letters", "id", ["id", "stream", "origin", "position", "reason", "detail", "content", "recorded_at"],
        static (row, context, letter) =>
        {
            row.Write(letter.Id);
            row.Write(context.Stream);
            row.Write(StoredText.Clean(letter.Origin));
            row.Write(StoredText.Clean(letter.Position));
            row.Write(StoredText.Clean(letter.Reason));
            row.Write(StoredText.Clean(letter.Detail));
            row.Write(StoredText.Clean(letter.Content));
            row.Write(context.RecordedAt);
        });

    public static TableInsert<WindowResult> Windows { get; } = new(
        "windows", "start, stream",
        ["stream", "start", "\"end\"", "distinct_sources", "messages", "spam", "flows", "bytes", "mean", "min", "max", "standard_deviation"],
        static (row, context, window) =>
        {
            row.Write(context.Stream);
            row.Write(window.Start);
            row.Write(window.End);
            row.Write(window.DistinctSources);
            row.Write(window.Messages);
            row.Write(window.Spam);
            WriteStatistics(row, window.Total);
        });

    public static TableInsert<WindowRow> WindowRows { get; } = new(
        "window_aggregates", "start, stream, dimension, key",
        ["stream", "start", "dimension", "key", "flows", "bytes", "mean", "min", "max", "standard_deviation"],
        static (row, context, aggregate) =>
        {
            row.Write(context.Stream);
            row.Write(aggregate.Start);
            row.Write(aggregate.Dimension);
            row.Write(StoredText.Clean(aggregate.Aggregate.Key));
            WriteStatistics(row, aggregate.Aggregate);
        });

    private static void WriteStatistics(IRowWriter row, WindowAggregate aggregate)
    {
        row.Write(aggregate.Flows);
        row.Write(aggregate.Bytes);
        row.Write(aggregate.Mean);
        row.Write(aggregate.Min);
        row.Write(aggregate.Max);
        row.Write(aggregate.StandardDeviation);
    }
}
