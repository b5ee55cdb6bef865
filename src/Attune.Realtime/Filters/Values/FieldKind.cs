namespace Attune.Realtime.Filters.Values;

/// <summary>What a field of a payload holds. Values of different kinds are never equal and have no order.</summary>
internal enum FieldKind
{
    Null,
    False,
    True,
    Number,
    Text,

    /// <summary>An object or an array: it exists, and equals nothing that can be written.</summary>
    Composite,
}
