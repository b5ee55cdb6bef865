namespace Attune.Streaming.Declarative.Rows;

/// <summary>What a field of an event holds.</summary>
public enum RowValueKind
{
    /// <summary>The event does not have the field.</summary>
    Missing,

    /// <summary>A JSON null.</summary>
    Null,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A whole number of 64 bits.</summary>
    Whole,

    /// <summary>Any other finite number.</summary>
    Real,

    /// <summary>A text.</summary>
    Text,

    /// <summary>An object or an array, of which nothing more is kept.</summary>
    Nested,
}
