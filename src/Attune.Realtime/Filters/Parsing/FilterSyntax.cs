using System.Collections.Frozen;

namespace Attune.Realtime.Filters.Parsing;

/// <summary>The words and the limits of the expression language.</summary>
internal static class FilterSyntax
{
    public const int MaxDepth = 32;
    public const int MaxComparisons = 64;
    public const int MaxListed = 256;

    private static readonly FrozenSet<string> Keywords =
        FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "and", "or", "not", "in", "between", "prefix", "exists", "true", "false", "null");

    public static bool IsKeyword(string word) => Keywords.Contains(word);

    /// <summary>True when a name without quotes may begin with this; only after a dot may it be a digit.</summary>
    public static bool StartsName(char character, bool isFirst) =>
        character == '_' || char.IsLetter(character) || (!isFirst && char.IsAsciiDigit(character));

    public static bool ContinuesName(char character) => character is '_' or '-' || char.IsLetterOrDigit(character);
}
