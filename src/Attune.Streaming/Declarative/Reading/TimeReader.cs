using Attune.Streaming.Declarative.Rows;

namespace Attune.Streaming.Declarative.Reading;

/// <summary>Reads <c>time</c>.</summary>
internal static class TimeReader
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    public static TimeDefinition? Read(PipelineNode root)
    {
        if (!root.Has("time"))
        {
            return null;
        }

        if (root.IsScalar("time"))
        {
            return root.Choice("time", ("arrival", TimeOrigin.Arrival), ("source", TimeOrigin.Source)) is { } origin ? new TimeDefinition { Origin = origin } : null;
        }

        if (root.Mapping("time") is not { } node)
        {
            return null;
        }

        var field = node.Text("field");
        var format = node.Choice("format", ("iso8601", TimeFormat.Iso8601), ("unix_ms", TimeFormat.UnixMs), ("unix_s", TimeFormat.UnixS));
        if (format is not null && field is null)
        {
            node.Fail("format", "goes with field");
        }

        var definition = new TimeDefinition
        {
            Origin = field is null ? TimeOrigin.Source : TimeOrigin.Field,
            Field = field is null ? null : new TimeField(field, format ?? TimeFormat.Iso8601),
            MaxOutOfOrderness = node.Duration("max_out_of_orderness", TimeSpan.Zero, Longest) ?? TimeSpan.Zero,
            IdleAfter = node.Duration("idle_after", TimeSpan.FromMilliseconds(1), Longest),
            MaxFutureSkew = node.Duration("max_future_skew", TimeSpan.Zero, Longest),
        };
        node.End();
        return definition;
    }
}
