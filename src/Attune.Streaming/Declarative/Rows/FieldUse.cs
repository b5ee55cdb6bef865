namespace Attune.Streaming.Declarative.Rows;

/// <summary>What a field must be, because of how it is used. An event that passes the conditions and does not have it so is a dead letter.</summary>
[Flags]
public enum FieldUse
{
    /// <summary>Anything, also missing: it stands in a condition only.</summary>
    Optional = 0,

    /// <summary>A text, number or flag.</summary>
    Scalar = 1,

    /// <summary>A number.</summary>
    Number = 2,

    /// <summary>Part of the key; a text has a largest length.</summary>
    Key = 4,
}
