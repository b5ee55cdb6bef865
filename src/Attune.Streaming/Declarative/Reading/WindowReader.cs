using Attune.Configuration.Binding;
using Attune.Streaming.Windows;

namespace Attune.Streaming.Declarative.Reading;

/// <summary>Reads <c>window</c>.</summary>
internal static class WindowReader
{
    private static readonly string[] Shapes = ["tumbling", "sliding", "session", "global"];
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3660);

    public static WindowDefinition? Read(PipelineNode root)
    {
        if (root.Mapping("window") is not { } node)
        {
            return null;
        }

        var shapes = Shapes.Where(node.Has).ToList();
        if (shapes.Count != 1)
        {
            node.Fail("", shapes.Count == 0
                ? $"needs one of {string.Join(", ", Shapes)}"
                : $"has {string.Join(" and ", shapes)}; only one shape is possible");
        }

        var (shape, text) = shapes.Count == 0 ? default : Shape(node, shapes[0]);
        foreach (var other in shapes.Skip(1))
        {
            _ = Shape(node, other);
        }

        if (shapes is [] or ["session"] or ["global"] && node.Has("offset"))
        {
            node.Fail("offset", "goes with tumbling and sliding");
        }

        var options = Options(node, isGlobal: shapes is ["global"]);

        node.Expect([.. Shapes, "offset"]);
        node.End();
        return shape is null || text is null ? null : new WindowDefinition(shape, options, text);
    }

    private static (WindowShape? Shape, string? Text) Shape(PipelineNode node, string name)
    {
        switch (name)
        {
            case "tumbling":
                return node.Duration("tumbling", Shortest, Longest) is { } size ? Aligned(node, size, size, $"tumbling windows of {ValueFormat.Format(size)}") : default;
            case "session":
                return node.Duration("session", Shortest, Longest) is { } gap ? (new SessionWindows(gap), $"sessions that end after {ValueFormat.Format(gap)} without an event") : default;
            case "global":
                node.Mapping("global")?.End();
                return (new GlobalWindow(), "one window for all time");
            default:
                return Sliding(node);
        }
    }

    private static (WindowShape? Shape, string? Text) Sliding(PipelineNode node)
    {
        if (node.Mapping("sliding") is not { } sliding)
        {
            return default;
        }

        var size = Required(sliding, "size", "the length of a window");
        var slide = Required(sliding, "slide", "the distance of two windows");
        sliding.End();
        if (size is not { } length || slide is not { } step)
        {
            return default;
        }

        if (length.Ticks % step.Ticks != 0)
        {
            sliding.Fail("slide", $"{sliding.Text("slide")} does not divide the size {sliding.Text("size")}");
            return default;
        }

        return Aligned(node, length, step, $"sliding windows of {ValueFormat.Format(length)} every {ValueFormat.Format(step)}");
    }

    private static TimeSpan? Required(PipelineNode node, string key, string what)
    {
        var value = node.Duration(key, Shortest, Longest);
        if (!node.Has(key))
        {
            node.Fail(key, $"is missing; it is {what}");
        }

        return value;
    }

    private static (WindowShape? Shape, string? Text) Aligned(PipelineNode node, TimeSpan size, TimeSpan slide, string text)
    {
        var offset = node.Duration("offset", TimeSpan.Zero, Longest) ?? TimeSpan.Zero;
        if (offset >= slide)
        {
            node.Fail("offset", $"{ValueFormat.Format(offset)} must be less than {ValueFormat.Format(slide)}");
            return default;
        }

        return (
            size == slide ? new TumblingWindows(size, offset) : new SlidingWindows(size, slide, offset),
            offset == TimeSpan.Zero ? text : $"{text}, moved by {ValueFormat.Format(offset)}");
    }

    private static WindowOptions Options(PipelineNode node, bool isGlobal)
    {
        var early = Firing(node, "early");
        if (isGlobal && node.Has("allowed_lateness"))
        {
            node.Fail("allowed_lateness", "has no meaning for the global window, which has no end");
        }

        return new WindowOptions
        {
            AllowedLateness = node.Duration("allowed_lateness", TimeSpan.Zero, Longest) ?? TimeSpan.Zero,
            Content = node.Choice("content", ("accumulating", PaneContent.Accumulating), ("discarding", PaneContent.Discarding)) ?? PaneContent.Accumulating,
            Early = early ?? Windows.Firing.Never,
            Late = Firing(node, "late") ?? Windows.Firing.EveryCount(1),
            AlwaysFireFinal = node.Flag("always_fire_final") ?? false,
        };
    }

    private static Firing? Firing(PipelineNode node, string key)
    {
        if (node.Mapping(key) is not { } firing)
        {
            return null;
        }

        var (count, interval) = (firing.Whole("count", 1, int.MaxValue), firing.Duration("interval", Shortest, Longest));
        firing.End();
        if (firing.Has("count") == firing.Has("interval"))
        {
            firing.Fail("", "needs either count or interval");
            return null;
        }

        return count is { } events ? Windows.Firing.EveryCount((int)events) : interval is { } time ? Windows.Firing.EveryInterval(time) : null;
    }
}
