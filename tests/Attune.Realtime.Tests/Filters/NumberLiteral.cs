namespace Attune.Realtime.Tests.Filters;

/// <summary>A number as JSON writes it.</summary>
internal sealed record NumberLiteral(string Text)
{
    /// <summary>The same number, by chance in another spelling.</summary>
    public string Render(Random? style) => style?.Next(4) switch
    {
        0 when !Text.Contains('e', StringComparison.OrdinalIgnoreCase) => Text + "e0",
        1 when !Text.Contains('e', StringComparison.OrdinalIgnoreCase) => Text + "E+00",
        2 when !Text.Contains('e', StringComparison.OrdinalIgnoreCase) && !Text.Contains('.') => Text + ".0",
        2 when !Text.Contains('e', StringComparison.OrdinalIgnoreCase) => Text + "0",
        _ => Text,
    };
}
