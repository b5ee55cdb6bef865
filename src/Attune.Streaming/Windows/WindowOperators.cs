using Attune.Streaming.Aggregates;
using Attune.Streaming.Windows.Operators;

namespace Attune.Streaming.Windows;

/// <summary>Makes window operators.</summary>
public static class WindowOperators
{
    /// <summary>Most windows that one event of sliding windows may lie in: 1,000,000.</summary>
    public const int MaxOverlap = 1_000_000;

    /// <summary>The operator that fits the shape.</summary>
    /// <exception cref="ArgumentException">The options do not fit the shape; the message says which and why.</exception>
    public static WindowOperator<TKey, TIn> Create<TKey, TIn, TState, TOut>(
        WindowShape shape, WindowOptions options, Aggregate<TIn, TState, TOut> aggregate, IWindowOutput<TKey, TOut> output)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(aggregate);
        ArgumentNullException.ThrowIfNull(output);
        if (options.AllowedLateness < TimeSpan.Zero)
        {
            throw new ArgumentException($"The allowed lateness {options.AllowedLateness} is negative.", nameof(options));
        }

        if (!Enum.IsDefined(options.Content))
        {
            throw new ArgumentException($"There is no pane content {options.Content}.", nameof(options));
        }

        return shape switch
        {
            TumblingWindows tumbling => new AlignedOperator<TKey, TIn, TState, TOut>(
                $"tumbling {tumbling.Size} + {tumbling.Offset}", new(tumbling.Size.Ticks, tumbling.Size.Ticks, tumbling.Offset.Ticks), options, aggregate, output),
            SlidingWindows sliding => Sliding(sliding, options, aggregate, output),
            SessionWindows sessions => new SessionOperator<TKey, TIn, TState, TOut>(sessions, options, aggregate, output),
            GlobalWindow => new AlignedOperator<TKey, TIn, TState, TOut>("global", null, options, aggregate, output),
            _ => throw new ArgumentException($"There is no operator for {shape.GetType().Name}.", nameof(shape)),
        };
    }

    private static WindowOperator<TKey, TIn> Sliding<TKey, TIn, TState, TOut>(
        SlidingWindows shape, WindowOptions options, Aggregate<TIn, TState, TOut> aggregate, IWindowOutput<TKey, TOut> output)
        where TKey : notnull
    {
        if (shape.Size.Ticks / shape.Slide.Ticks > MaxOverlap)
        {
            throw new ArgumentException($"Each event would lie in {shape.Size.Ticks / shape.Slide.Ticks} windows; at most {MaxOverlap} can be.", nameof(shape));
        }

        var grid = new WindowGrid(shape.Size.Ticks, shape.Slide.Ticks, shape.Offset.Ticks);
        var name = $"sliding {shape.Size} by {shape.Slide} + {shape.Offset}";
        return SlicedOperator<TKey, TIn, TState, TOut>.Fits(grid, options)
            ? new SlicedOperator<TKey, TIn, TState, TOut>($"{name}, sliced", grid, options, aggregate, output)
            : new AlignedOperator<TKey, TIn, TState, TOut>(name, grid, options, aggregate, output);
    }
}
