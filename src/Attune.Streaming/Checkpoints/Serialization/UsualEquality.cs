namespace Attune.Streaming.Checkpoints.Serialization;

/// <summary>A comparer cannot be written: only the usual one of its type comes back.</summary>
internal static class UsualEquality
{
    /// <summary>Checks the comparer of a collection.</summary>
    /// <exception cref="CheckpointException">The comparer is another one.</exception>
    public static void Check(object? comparer, Type collection)
    {
        // Texts are equal as their units are, by default too; but they are not sorted by them.
        var isOrdinal = ReferenceEquals(comparer, StringComparer.Ordinal) && !collection.Name.StartsWith("Sorted", StringComparison.Ordinal);
        if (comparer is not null && !isOrdinal && !IsDefault(comparer))
        {
            throw new CheckpointException($"A {collection} with a comparer of its own ({comparer.GetType().Name}) cannot be part of a checkpoint.");
        }
    }

    /// <summary>The defaults are the property Default of EqualityComparer or Comparer of the elements.</summary>
    private static bool IsDefault(object comparer)
    {
        for (var type = comparer.GetType(); type is not null; type = type.BaseType)
        {
            if (type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(EqualityComparer<>) || type.GetGenericTypeDefinition() == typeof(Comparer<>)))
            {
                return ReferenceEquals(type.GetProperty("Default")!.GetValue(null), comparer);
            }
        }

        return false;
    }
}
