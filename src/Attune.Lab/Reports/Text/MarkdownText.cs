using System.Text;

namespace Attune.Lab.Reports.Text;

/// <summary>Markdown in which every text that is put in is shown as it is: nothing in it becomes markup.</summary>
internal sealed class MarkdownText
{
    private const string Meaningful = "\\`*_{}[]<>#|~&!";
    private readonly StringBuilder _text = new();

    public MarkdownText Heading(int level, string text)
    {
        _text.Append(_text.Length > 1 && _text[^2] != '\n' ? "\n" : "").Append('#', level).Append(' ').Append(Escape(text)).Append("\n\n");
        return this;
    }

    public MarkdownText Bullet(string text)
    {
        _text.Append("- ").Append(Escape(text)).Append('\n');
        return this;
    }

    public MarkdownText Findings(IReadOnlyList<Finding> findings)
    {
        Heading(2, "Findings");
        foreach (var finding in findings)
        {
            Bullet(finding.Text);
        }

        return this;
    }

    /// <summary>A table under its title; nothing without rows.</summary>
    public MarkdownText Table(ReportTable table)
    {
        if (table.Rows.Count > 0)
        {
            Heading(2, table.Title);
            Row(table.Columns);
            foreach (var column in Enumerable.Range(0, table.Columns.Count))
            {
                _text.Append(table.IsFigure(column) ? "| ---: " : "| --- ");
            }

            _text.Append("|\n");
            foreach (var row in table.Rows)
            {
                Row(row);
            }
        }

        return this;
    }

    public override string ToString() => _text.ToString();

    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            escaped.Append(Meaningful.Contains(character, StringComparison.Ordinal) ? "\\" : "").Append(char.IsControl(character) ? ' ' : character);
        }

        return escaped.ToString();
    }

    private void Row(IReadOnlyList<string> cells)
    {
        foreach (var cell in cells)
        {
            _text.Append("| ").Append(Escape(cell)).Append(' ');
        }

        _text.Append("|\n");
    }
}
