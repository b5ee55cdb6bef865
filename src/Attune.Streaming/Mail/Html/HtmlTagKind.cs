namespace Attune.Streaming.Mail.Html;

/// <summary>What a tag does to the text around it.</summary>
internal enum HtmlTagKind
{
    /// <summary>Nothing: the text runs on.</summary>
    Inline = 0,

    /// <summary>Ends the line.</summary>
    Block = 1,

    /// <summary>Leaves a space.</summary>
    Cell = 2,

    /// <summary>Its content is not text.</summary>
    Hidden = 3,
}
