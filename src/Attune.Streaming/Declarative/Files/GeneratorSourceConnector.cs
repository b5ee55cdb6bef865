using Attune.Streaming.Declarative.Connectors;
using Attune.Streaming.Declarative.Rows;

namespace Attune.Streaming.Declarative.Files;

/// <summary><c>source: { generator: { events: 100000, keys: 10, seed: 1 } }</c>: made-up events to try things with.</summary>
internal sealed class GeneratorSourceConnector : SourceConnector
{
    private const long MostEvents = 1_000_000_000_000;
    private static readonly DateTime DefaultStart = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    public override string Name => "generator";

    public override SourceDefinition? Read(PipelineNode source)
    {
        if (source.Mapping(Name) is not { } node)
        {
            return null;
        }

        var settings = new GeneratorSettings(
            node.Whole("events", 0, MostEvents), (int)(node.Whole("keys", 1, int.MaxValue) ?? 100), node.Whole("seed", long.MinValue, long.MaxValue) ?? 0, Start(node),
            node.Duration("interval", TimeSpan.Zero, Longest) ?? TimeSpan.FromMilliseconds(1), node.Duration("disorder", TimeSpan.Zero, Longest) ?? TimeSpan.Zero,
            node.Number("rate", 0.001, 1e9));
        node.End();
        return new GeneratorSourceDefinition(settings);
    }

    private static DateTime Start(PipelineNode node)
    {
        if (node.Text("start") is not { } text)
        {
            return DefaultStart;
        }

        if (new TimeField("start", TimeFormat.Iso8601).Read(RowValue.Of(text), out var ticks) is not { } wrong)
        {
            return new DateTime(ticks, DateTimeKind.Utc);
        }

        node.Fail("start", wrong["start: ".Length..]);
        return DefaultStart;
    }
}
