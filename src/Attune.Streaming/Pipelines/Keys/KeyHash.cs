using System.Runtime.CompilerServices;
using Attune.Streaming.Checkpoints;
using Attune.Streaming.Partitions;

namespace Attune.Streaming.Pipelines.Keys;

/// <summary>Hash of keys that is the same in every process, so that a restored state finds its worker.</summary>
/// <remarks>
/// Numbers, <see cref="Guid"/>, times, enums and texts directly; tuples and other structs of these field by field; anything else by the bytes of its
/// serializer: then equal keys must have equal bytes.
/// </remarks>
internal static class KeyHash<TKey>
{
    private static readonly Func<TKey, uint>? Composed = typeof(TKey).IsValueType && !IsSimple ? ComposedHash.Create<TKey>() : null;

    private static bool IsSimple => typeof(TKey).IsPrimitive || typeof(TKey).IsEnum || typeof(TKey) == typeof(Guid) || typeof(TKey) == typeof(decimal)
        || typeof(TKey) == typeof(DateTime) || typeof(TKey) == typeof(DateTimeOffset) || typeof(TKey) == typeof(TimeSpan);

    /// <summary>Hash of a key. The branches on the type cost nothing: the JIT keeps one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Of(TKey key, IStateSerializer<TKey>? serializer)
    {
        if (typeof(TKey) == typeof(int))
        {
            return StableHash.Of((ulong)(uint)(int)(object)key!);
        }

        if (typeof(TKey) == typeof(long))
        {
            return StableHash.Of((ulong)(long)(object)key!);
        }

        if (typeof(TKey) == typeof(ulong))
        {
            return StableHash.Of((ulong)(object)key!);
        }

        return Other(key, serializer);
    }

    private static uint Other(TKey key, IStateSerializer<TKey>? serializer)
    {
        if (key is string text)
        {
            return StableHash.Of(text);
        }

        if (key is IStableKey own)
        {
            return own.StableHash();
        }

        if (IsSimple)
        {
            return SimpleHash.Of(key);
        }

        if (Composed is { } composed)
        {
            return composed(key);
        }

        var writer = new StateWriter();
        (serializer ?? StateSerializer.For<TKey>()).Write(writer, key);
        return StableHash.Of(writer.Written.Span);
    }
}
