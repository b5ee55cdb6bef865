namespace Attune.Lab.Reports.Html;

/// <summary>The parts that pages are made of.</summary>
internal static class Cards
{
    public static Markup Tile(string title, string value, string note, bool? good = null) => Markup.Of($"""
        <article class="card report-tile">
          <h3>{title}</h3>
          <p class="tile-value">{value}</p>
          <p class="tile-note" data-verdict="{(good is null ? "" : good.Value ? "better" : "worse")}">{note}</p>
        </article>

        """);

    public static Markup Tiles(params ReadOnlySpan<Markup> tiles) => Markup.Of($"""
        <section class="tiles" aria-labelledby="result-title">
        <h2 class="visually-hidden" id="result-title">Result</h2>
        {Markup.Join(tiles.ToArray())}</section>

        """);

    public static Markup Findings(IReadOnlyList<Finding> findings) => Card("findings", "Findings", "", "span-6", Markup.Of($"""
        <ul class="findings">{findings.Select(finding => Markup.Of($"""
        <li data-finding="{finding.Verdict.ToString().ToLowerInvariant()}"><span class="finding-mark" aria-hidden="true"></span><span><span class="visually-hidden">{finding.Verdict}: </span>{finding.Text}</span></li>
        """))}</ul>

        """));

    public static Markup Facts(ReportTable facts) => Card("summary", facts.Title, "", "span-6", Markup.Of($"""
        <dl class="summary">{facts.Rows.Select(row => Markup.Of($"<div><dt>{row[0]}</dt><dd>{row[1]}</dd></div>"))}</dl>

        """));

    /// <summary>A chart that the page's script draws from the data, with its figures as a table under it.</summary>
    public static Markup Chart(string id, string title, string note, string said, Markup table) => Card(id, title, note, "span-6", Markup.Of($"""
        <ul class="legend" data-part="legend"></ul>
        <div class="plot" data-part="plot" role="img" aria-label="{title}: {said}"></div>
        {table}
        """));

    public static Markup Details(string summary, Markup content) => content == Markup.None ? content : Markup.Of($"""
        <details><summary>{summary}</summary>{content}</details>

        """);

    public static Markup Table(ReportTable table)
    {
        Markup Head(int column) => Markup.Of($"<th scope=\"col\"{Class(column)}>{table.Columns[column]}</th>");
        Markup Cell(IReadOnlyList<string> row, int column) =>
            column == 0 ? Markup.Of($"<th scope=\"row\">{row[0]}</th>") : Markup.Of($"<td{Class(column)}>{row[column]}</td>");
        Markup Class(int column) => new(table.IsFigure(column) ? " class=\"numeric\"" : "");
        return Markup.Of($"""
            <div class="table-wide" role="region" aria-label="{table.Title}" tabindex="0"><table class="grid">
            <caption class="visually-hidden">{table.Title}</caption>
            <thead><tr>{Enumerable.Range(0, table.Columns.Count).Select(Head)}</tr></thead>
            <tbody>{table.Rows.Select(row => Markup.Of($"<tr>{Enumerable.Range(0, table.Columns.Count).Select(column => Cell(row, column))}</tr>\n"))}</tbody>
            </table></div>

            """);
    }

    /// <summary>A card that holds a table; nothing without rows.</summary>
    public static Markup TableCard(string id, ReportTable table, string note = "", string span = "") =>
        table.Rows.Count == 0 ? Markup.None : Card(id, table.Title, note, span, Table(table));

    /// <summary>Cards side by side that share the whole width.</summary>
    public static Markup Row(params ReadOnlySpan<Markup> cards)
    {
        var filled = cards.ToArray().Where(card => card != Markup.None).ToList();
        return filled.Count == 0 ? Markup.None : Markup.Of($"<div class=\"report-row\">{filled}</div>\n");
    }

    public static Markup Card(string id, string title, string note, string span, Markup body) => Markup.Of($"""
        <section class="card {span}" id="{id}" aria-labelledby="{id}-title">
        <div class="card-head"><h2 id="{id}-title">{title}</h2><p class="card-note" data-part="note">{note}</p></div>
        {body}</section>

        """);
}
