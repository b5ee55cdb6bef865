using Attune.Streaming.Declarative.Results;

namespace Attune.Streaming.Declarative.Reading;

/// <summary>Reads <c>aggregates</c>.</summary>
internal static class AggregatesReader
{
    private const int MostAggregates = 100;
    private const int MostTop = 1000;
    private static readonly (string Name, AggregateKind Value)[] Kinds =
        [.. Enum.GetValues<AggregateKind>().Select(kind => (kind.ToString().ToLowerInvariant(), kind))];

    public static List<AggregateDefinition> Read(PipelineNode root, IReadOnlyList<string> keys, Action<PipelineNode, string, string> checkField)
    {
        var aggregates = new List<AggregateDefinition>();
        if (root.Mapping("aggregates") is not { } node)
        {
            return aggregates;
        }

        foreach (var name in node.Keys)
        {
            if (PaneFields.Reserved.Contains(name) || keys.Contains(name, StringComparer.Ordinal))
            {
                node.Fail(name, keys.Contains(name, StringComparer.Ordinal) ? "is the name of a key field" : $"is a name of the results' own; those are {string.Join(", ", PaneFields.Reserved)}");
            }

            if (node.IsScalar(name))
            {
                if (node.Text(name) is { } text)
                {
                    Plain(node, name, text, aggregates);
                }
            }
            else if (node.Mapping(name) is { } aggregate)
            {
                OfField(aggregate, name, aggregates, checkField);
            }
        }

        if (node.Keys.Count is 0 or > MostAggregates)
        {
            node.Fail("", $"needs 1 to {MostAggregates} entries");
        }

        return aggregates;
    }

    private static void Plain(PipelineNode node, string name, string text, List<AggregateDefinition> aggregates)
    {
        if (text == "count")
        {
            aggregates.Add(new AggregateDefinition(name, AggregateKind.Count, null, 0));
        }
        else
        {
            node.Fail(name, Array.Exists(Kinds, kind => kind.Name == text)
                ? $"{text} needs a field: {{ {text}: FIELD }}"
                : $"'{text}' is not an aggregate{PipelineNode.Suggestion(text, Kinds.Select(kind => kind.Name))}{AllKinds}");
        }
    }

    private static string AllKinds => $"; there are {string.Join(", ", Kinds.Select(kind => kind.Name))}";

    private static void OfField(PipelineNode node, string name, List<AggregateDefinition> aggregates, Action<PipelineNode, string, string> checkField)
    {
        var given = Kinds.Where(kind => kind.Value != AggregateKind.Count && node.Has(kind.Name)).ToList();
        if (given.Count != 1)
        {
            var unknown = node.Keys.FirstOrDefault(key => key is not ("at" or "k") && !Array.Exists(Kinds, kind => kind.Name == key));
            node.Fail(given.Count == 0 && unknown is not null ? unknown : "",
                given.Count > 1 ? $"has {string.Join(" and ", given.Select(kind => kind.Name))}; only one is possible"
                : unknown is not null ? $"is not an aggregate{PipelineNode.Suggestion(unknown, Kinds.Select(kind => kind.Name))}{AllKinds}"
                : $"needs an aggregate and its field, for example {{ sum: bytes }}");
            return;
        }

        var (key, kind) = given[0];
        var field = node.RequiredText(key, "the field");
        double? parameter = kind switch
        {
            AggregateKind.Percentile => node.Number("at", 0, 100),
            AggregateKind.Top => node.Whole("k", 1, MostTop),
            _ => 0,
        };
        if (kind == AggregateKind.Percentile && !node.Has("at"))
        {
            node.Fail("at", "is missing; it is the percentile, 0..100");
        }

        if (kind == AggregateKind.Top && !node.Has("k"))
        {
            parameter = 10;
        }

        node.Expect([key, .. kind == AggregateKind.Percentile ? ["at"] : kind == AggregateKind.Top ? ["k"] : Array.Empty<string>()]);
        node.End();
        if (field.Length > 0)
        {
            checkField(node, key, field);
            aggregates.Add(new AggregateDefinition(name, kind, field, parameter ?? 0));
        }
    }
}
