using Attune.Streaming.Declarative.Conditions;
using Attune.Streaming.Declarative.Rows;

namespace Attune.Streaming.Declarative.Reading;

/// <summary>Reads <c>where</c>.</summary>
internal static class WhereReader
{
    private static readonly string[] Operators = ["equals", "not_equals", "in", "at_least", "at_most", "prefix", "exists"];

    public static List<RowCondition> Read(PipelineNode root, RowSchema schema, Action<PipelineNode, string, string> checkField)
    {
        var conditions = new List<RowCondition>();
        foreach (var node in root.Mappings("where"))
        {
            var field = node.RequiredText("field", "the field to look at");
            var tests = Tests(node, field).ToList();
            if (!Operators.Any(node.Has))
            {
                node.Fail("", $"needs one of {string.Join(", ", Operators)}");
            }

            node.Expect(Operators);
            node.End();
            if (field.Length > 0)
            {
                checkField(node, "field", field);
                var index = schema.Use(field, FieldUse.Optional);
                conditions.AddRange(tests.Select(test => new FieldCondition(index, test.Text, test.Holds)));
            }
        }

        return conditions;
    }

    private static IEnumerable<(string Text, Func<RowValue, bool> Holds)> Tests(PipelineNode node, string field)
    {
        if (node.Value("equals") is { } equal)
        {
            yield return ($"{field} = {equal}", value => value == equal);
        }

        if (node.Value("not_equals") is { } other)
        {
            yield return ($"{field} ≠ {other}", value => value != other && value.Kind != RowValueKind.Missing);
        }

        if (node.Has("in"))
        {
            var values = node.Values("in").ToHashSet();
            if (values.Count == 0)
            {
                node.Fail("in", "needs at least one value");
            }

            yield return ($"{field} in {string.Join(", ", values)}", values.Contains);
        }

        // Comparisons with NaN, the number of what is none, are false.
        if (node.Number("at_least", double.MinValue, double.MaxValue) is { } least)
        {
            yield return ($"{field} ≥ {RowValue.Of(least)}", value => value.Number >= least);
        }

        if (node.Number("at_most", double.MinValue, double.MaxValue) is { } most)
        {
            yield return ($"{field} ≤ {RowValue.Of(most)}", value => value.Number <= most);
        }

        if (node.Text("prefix") is { } prefix)
        {
            yield return ($"{field} begins with {prefix}", value => value.Text?.StartsWith(prefix, StringComparison.Ordinal) == true);
        }

        if (node.Flag("exists") is { } exists)
        {
            yield return ($"{field} {(exists ? "is there" : "is not there")}", value => exists != value.Kind is RowValueKind.Missing or RowValueKind.Null);
        }
    }
}
