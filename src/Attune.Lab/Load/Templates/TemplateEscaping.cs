namespace Attune.Lab.Load;

/// <summary>What is done to a value so that it stays a value where a template puts it.</summary>
internal enum TemplateEscaping
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Percent-encoded, for a path or query.</summary>
    Path,

    /// <summary>Line breaks become spaces, for a header field.</summary>
    Header,

    /// <summary>Escaped as within a JSON string, without the quotes.</summary>
    Json,
}
