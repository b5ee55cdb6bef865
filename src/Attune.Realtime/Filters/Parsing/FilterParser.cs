using Attune.Realtime.Filters.Expressions;
using Attune.Realtime.Filters.Values;

namespace Attune.Realtime.Filters.Parsing;

/// <summary>Reads an expression; every error says where it is and what was expected there.</summary>
/// <remarks>
/// <c>or</c> binds least, then <c>and</c>, then <c>not</c>. Parentheses that change nothing leave no trace, and neither do those around
/// an <c>and</c> inside an <c>and</c>, or an <c>or</c> inside an <c>or</c>.
/// </remarks>
internal sealed class FilterParser
{
    private readonly FilterScanner _scanner;
    private readonly List<Comparison> _comparisons = [];
    private int _depth;

    private FilterParser(string text) => _scanner = new FilterScanner(text);

    /// <exception cref="FormatException">The text is no expression.</exception>
    public static (FilterExpression Expression, IReadOnlyList<Comparison> Comparisons) Parse(string text)
    {
        var parser = new FilterParser(text);
        var expression = parser.Or();
        return parser._scanner.IsAtEnd ? (expression, parser._comparisons) : throw parser._scanner.Expected("and, or, or the end");
    }

    private FilterExpression Or()
    {
        var parts = new List<FilterExpression>();
        do
        {
            var part = And();
            parts.AddRange(part is AnyOf inner ? inner.Parts : [part]);
        }
        while (_scanner.TakeWord("or"));

        return parts.Count == 1 ? parts[0] : new AnyOf(parts);
    }

    private FilterExpression And()
    {
        var parts = new List<FilterExpression>();
        do
        {
            var part = Not();
            parts.AddRange(part is AllOf inner ? inner.Parts : [part]);
        }
        while (_scanner.TakeWord("and"));

        return parts.Count == 1 ? parts[0] : new AllOf(parts);
    }

    private FilterExpression Not()
    {
        var position = _scanner.Position;
        if (_scanner.TakeWord("not"))
        {
            Enter(position);
            var negation = new Negation(Not());
            _depth--;
            return negation;
        }

        if (!_scanner.Take("("))
        {
            return Comparison();
        }

        Enter(position);
        var inner = Or();
        _depth--;
        return _scanner.Take(")") ? inner : throw _scanner.Expected("and, or, or )");
    }

    private void Enter(int position)
    {
        if (++_depth > FilterSyntax.MaxDepth)
        {
            throw FilterScanner.ErrorAt(position, $"nested deeper than {FilterSyntax.MaxDepth}");
        }
    }

    private Comparison Comparison()
    {
        var position = _scanner.Position;
        var path = new FieldPath(_scanner.Path());
        var (comparison, values) = Operator();
        if (_comparisons.Count == FilterSyntax.MaxComparisons)
        {
            throw FilterScanner.ErrorAt(position, $"more than {FilterSyntax.MaxComparisons} comparisons");
        }

        var read = new Comparison(_comparisons.Count, path, comparison, values);
        _comparisons.Add(read);
        return read;
    }

    private (ComparisonOperator Operator, FilterValue[] Values) Operator()
    {
        // The longer sign first: "<=" begins like "<".
        if (_scanner.Take("==") || _scanner.Take("="))
        {
            return (ComparisonOperator.Equal, [_scanner.Value()]);
        }

        if (_scanner.Take("!="))
        {
            return (ComparisonOperator.NotEqual, [_scanner.Value()]);
        }

        if (_scanner.Take("<="))
        {
            return (ComparisonOperator.LessOrEqual, [Ordered()]);
        }

        if (_scanner.Take("<"))
        {
            return (ComparisonOperator.Less, [Ordered()]);
        }

        if (_scanner.Take(">="))
        {
            return (ComparisonOperator.GreaterOrEqual, [Ordered()]);
        }

        if (_scanner.Take(">"))
        {
            return (ComparisonOperator.Greater, [Ordered()]);
        }

        return _scanner.TakeWord("in") ? (ComparisonOperator.In, Listed())
            : _scanner.TakeWord("between") ? (ComparisonOperator.Between, Range())
            : _scanner.TakeWord("prefix") ? (ComparisonOperator.Prefix, [_scanner.Text()])
            : _scanner.TakeWord("exists") ? (ComparisonOperator.Exists, [])
            : throw _scanner.Expected("an operator (=, !=, <, <=, >, >=, in, between, prefix or exists)");
    }

    private FilterValue[] Listed()
    {
        if (!_scanner.Take("("))
        {
            throw _scanner.Expected("( and a list of values");
        }

        var values = new List<FilterValue>();
        do
        {
            var position = _scanner.Position;
            values.Add(_scanner.Value());
            if (values.Count > FilterSyntax.MaxListed)
            {
                throw FilterScanner.ErrorAt(position, $"more than {FilterSyntax.MaxListed} values in a list");
            }
        }
        while (_scanner.Take(","));

        return _scanner.Take(")") ? [.. values] : throw _scanner.Expected(", or )");
    }

    private FilterValue[] Range()
    {
        var position = _scanner.Position;
        var least = Ordered();
        if (!_scanner.TakeWord("and"))
        {
            throw _scanner.Expected("and with the end of the range");
        }

        var most = Ordered();
        if (least.Kind != most.Kind)
        {
            throw FilterScanner.ErrorAt(position, "a range lies between two numbers or between two texts");
        }

        return least.Compare(most) <= 0 ? [least, most] : throw FilterScanner.ErrorAt(position, "the range is empty: its end is before its start");
    }

    private FilterValue Ordered()
    {
        var position = _scanner.Position;
        var value = _scanner.Value();
        return value.HasOrder ? value : throw FilterScanner.ErrorAt(position, $"expected a number or a text, {value.Canonical} has no order");
    }
}
