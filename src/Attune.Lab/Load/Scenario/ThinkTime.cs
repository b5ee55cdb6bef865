using System.Runtime.InteropServices;

namespace Attune.Lab.Load;

/// <summary>A user's pause between an answer and the next request: fixed, or anything between two bounds with equal chance.</summary>
/// <param name="Minimum">Shortest; not negative.</param>
/// <param name="Maximum">Longest; not below <paramref name="Minimum"/>.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ThinkTime(TimeSpan Minimum, TimeSpan Maximum)
{
    /// <summary>Always the same pause.</summary>
    public static ThinkTime Fixed(TimeSpan pause) => new(pause, pause);

    /// <summary>Reads <c>250ms</c> or <c>100ms..500ms</c>.</summary>
    /// <exception cref="LoadException">The text is neither.</exception>
    public static ThinkTime Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split("..", 2, StringSplitOptions.TrimEntries);
        return DurationText.TryParse(parts[0], out var minimum) && DurationText.TryParse(parts[^1], out var maximum) && minimum <= maximum
            ? new ThinkTime(minimum, maximum)
            : throw new LoadException($"think: '{text}' is not a pause such as 250ms or 100ms..500ms");
    }

    /// <inheritdoc/>
    public override string ToString() =>
        Minimum == Maximum ? DurationText.Format(Minimum) : $"{DurationText.Format(Minimum)} to {DurationText.Format(Maximum)}";
}
