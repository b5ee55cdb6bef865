using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Attune.Streaming.Checkpoints.Serialization;

/// <summary>Which bytes of a value without references belong to fields; what is left are gaps of alignment.</summary>
/// <remarks>Found by setting every bit of every field of a zeroed value: the runtime lays some types out as it likes and tells no offsets.</remarks>
internal static class FieldBytes
{
    /// <summary>The gaps of <typeparamref name="T"/>, in order.</summary>
    /// <exception cref="CheckpointException">The type holds a pointer.</exception>
    public static (int Start, int Length)[] GapsOf<T>()
        where T : unmanaged
    {
        var bytes = Filled<T>();
        var gaps = new List<(int Start, int Length)>();
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] != 0)
            {
                continue;
            }

            if (gaps.Count > 0 && gaps[^1].Start + gaps[^1].Length == i)
            {
                gaps[^1] = (gaps[^1].Start, gaps[^1].Length + 1);
            }
            else
            {
                gaps.Add((i, 1));
            }
        }

        return [.. gaps];
    }

    private static byte[] Filled<T>()
        where T : unmanaged
    {
        var type = typeof(T);
        var bytes = new byte[Unsafe.SizeOf<T>()];
        if (type.IsPrimitive || type.IsEnum || type.IsDefined(typeof(UnsafeValueTypeAttribute)))
        {
            Array.Fill(bytes, byte.MaxValue);
            return bytes;
        }

        var fields = type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
        if (type.GetCustomAttribute<InlineArrayAttribute>() is { } inline)
        {
            var element = FilledBytes(fields[0].FieldType);
            for (var i = 0; i < inline.Length; i++)
            {
                element.CopyTo(bytes, i * element.Length);
            }

            return bytes;
        }

        object value = default(T);
        foreach (var field in fields)
        {
            if (field.FieldType.IsPointer || field.FieldType.IsFunctionPointer)
            {
                throw new CheckpointException($"{type} cannot be part of a checkpoint: '{field.Name}' is a pointer.");
            }

            field.SetValue(value, FilledValue(field.FieldType));
        }

        MemoryMarshal.Write(bytes, (T)value);
        return bytes;
    }

    private static object FilledObject<T>()
        where T : unmanaged => MemoryMarshal.Read<T>(Filled<T>());

    /// <summary>A boxed nullable is its value: with it, the reflection fills the mark that there is one, too.</summary>
    private static object FilledValue(Type type) => Call(nameof(FilledObject), Nullable.GetUnderlyingType(type) ?? type);

    private static byte[] FilledBytes(Type type) => (byte[])Call(nameof(Filled), type);

    private static object Call(string method, Type type)
    {
        try
        {
            return typeof(FieldBytes).GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(type).Invoke(null, null)!;
        }
        catch (TargetInvocationException error) when (error.InnerException is CheckpointException inner)
        {
            throw new CheckpointException(inner.Message, inner);
        }
    }
}
