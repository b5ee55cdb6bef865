namespace Attune.Streaming.Mail.Html;

/// <summary>The tags that shape text.</summary>
internal static class HtmlTags
{
    private const int LongestName = 10;

    public static HtmlTagKind KindOf(ReadOnlySpan<char> name)
    {
        Span<char> lower = stackalloc char[LongestName];
        if (name.Length > LongestName)
        {
            return HtmlTagKind.Inline;
        }

        var length = name.ToLowerInvariant(lower);
        return lower[..length] switch
        {
            "script" or "style" => HtmlTagKind.Hidden,
            "td" or "th" or "img" or "option" or "input" => HtmlTagKind.Cell,
            "br" or "p" or "div" or "table" or "tr" or "li" or "ul" or "ol" or "dl" or "dt" or "dd" or "hr" or "pre" or "center"
                or "h1" or "h2" or "h3" or "h4" or "h5" or "h6" or "blockquote" or "form" or "title" or "body" or "head" or "html"
                or "address" or "fieldset" or "legend" or "caption" or "thead" or "tbody" or "tfoot" or "section" or "article"
                or "header" or "footer" or "nav" or "main" or "aside" or "select" or "textarea" or "dir" or "menu" => HtmlTagKind.Block,
            _ => HtmlTagKind.Inline,
        };
    }
}
