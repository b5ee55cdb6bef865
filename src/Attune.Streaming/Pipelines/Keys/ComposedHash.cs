using System.Linq.Expressions;
using System.Reflection;
using Attune.Streaming.Partitions;

namespace Attune.Streaming.Pipelines.Keys;

/// <summary>Hash of a struct, field by field.</summary>
internal static class ComposedHash
{
    private static readonly MethodInfo Combine = typeof(StableHash).GetMethod(nameof(StableHash.Combine))!;
    private static readonly MethodInfo Field = typeof(ComposedHash).GetMethod(nameof(OfField), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>A hash of all fields; null if one is an object other than a text, whose hash may differ between processes.</summary>
    public static Func<T, uint>? Create<T>()
    {
        if (!IsSupported(typeof(T)))
        {
            return null;
        }

        var value = Expression.Parameter(typeof(T));
        Expression hash = Expression.Constant(0u);
        foreach (var field in FieldsOf(typeof(T)))
        {
            hash = Expression.Call(Combine, hash, Expression.Call(Field.MakeGenericMethod(field.FieldType), Expression.Field(value, field)));
        }

        return Expression.Lambda<Func<T, uint>>(hash, value).Compile();
    }

    private static uint OfField<T>(T value) => value is null ? 0 : KeyHash<T>.Of(value, null);

    private static bool IsSupported(Type type) => type == typeof(string)
        || (type.IsValueType && !type.IsPointer && FieldsOf(type).All(field => field.FieldType == type || IsSupported(field.FieldType)));

    private static FieldInfo[] FieldsOf(Type type) => type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
}
