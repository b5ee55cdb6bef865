namespace Attune.Streaming.Declarative.Rows;

/// <summary>Reasons of dead letters of declarative pipelines.</summary>
public static class RowProblems
{
    /// <summary>No JSON object, or longer than allowed.</summary>
    public const string BadJson = "bad-json";

    /// <summary>A field that the pipeline needs is not there or null.</summary>
    public const string MissingField = "missing-field";

    /// <summary>A field is not of the kind that the pipeline needs.</summary>
    public const string BadField = "bad-field";

    /// <summary>A field that <c>fields</c> does not list, with <c>strict</c>.</summary>
    public const string UnknownField = "unknown-field";

    /// <summary>The time is not of the format that the pipeline states, or before 1970.</summary>
    public const string BadTimestamp = "bad-timestamp";

    /// <summary>A text of the key is too long.</summary>
    public const string KeyTooLong = "key-too-long";

    /// <summary>A row of a CSV file with another number of columns than its header.</summary>
    public const string BadColumns = "bad-columns";
}
