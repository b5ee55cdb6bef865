using Attune.Realtime.Filters.Parsing;
using Attune.Realtime.Filters.Values;

namespace Attune.Realtime.Filters.Expressions;

/// <summary>The names that lead from the payload to a field.</summary>
internal sealed class FieldPath(IReadOnlyList<string> names)
{
    public IReadOnlyList<string> Names => names;

    /// <summary>The canonical text: names in backquotes where they need it.</summary>
    public string Text { get; } = string.Join('.', names.Select((name, place) => IsPlain(name, place) ? name : QuotedText.Write(name, '`')));

    private static bool IsPlain(string name, int place) =>
        name.Length > 0 && FilterSyntax.StartsName(name[0], isFirst: place == 0) && name.All(FilterSyntax.ContinuesName) && !FilterSyntax.IsKeyword(name);
}
