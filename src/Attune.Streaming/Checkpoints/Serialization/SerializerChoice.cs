using System.Reflection;
using System.Runtime.CompilerServices;

namespace Attune.Streaming.Checkpoints.Serialization;

/// <summary>Decides how a type is written.</summary>
internal static class SerializerChoice
{
    private static readonly Dictionary<Type, object> Known = new()
    {
        [typeof(string)] = new StringSerializer(),
        [typeof(byte[])] = new BytesSerializer(),
        [typeof(DateTime)] = new DateTimeSerializer(),
        [typeof(DateTimeOffset)] = new DateTimeOffsetSerializer(),
    };

    private static readonly Dictionary<Type, Type> Generic = new()
    {
        [typeof(Nullable<>)] = typeof(NullableSerializer<>),
        [typeof(List<>)] = typeof(ListSerializer<>),
        [typeof(HashSet<>)] = typeof(HashSetSerializer<>),
        [typeof(Dictionary<,>)] = typeof(DictionarySerializer<,>),
    };

    public static IStateSerializer<T> Make<T>() => (IStateSerializer<T>)Make(typeof(T));

    private static object Make(Type type)
    {
        if (Known.TryGetValue(type, out var known))
        {
            return known;
        }

        if (type.IsSZArray)
        {
            return New(IsPlain(type.GetElementType()!) ? typeof(PlainArraySerializer<>) : typeof(ArraySerializer<>), type.GetElementType()!);
        }

        if (type.IsGenericType)
        {
            var definition = type.GetGenericTypeDefinition();
            if (Generic.TryGetValue(definition, out var serializer))
            {
                return New(serializer, type.GetGenericArguments());
            }

            if (definition == typeof(KeyValuePair<,>) || type.IsAssignableTo(typeof(ITuple)))
            {
                return New(typeof(MembersSerializer<>), type);
            }
        }

        if (!HoldsReferences(type))
        {
            return New(typeof(PlainSerializer<>), type);
        }

        JsonShape.Check(type);
        return New(typeof(JsonStateSerializer<>), type);
    }

    /// <summary>True for values whose bytes are their whole content, in an order that no release of .NET changes.</summary>
    private static bool IsPlain(Type type) =>
        !HoldsReferences(type) && !Known.ContainsKey(type) && Nullable.GetUnderlyingType(type) is null && !type.IsAssignableTo(typeof(ITuple))
        && !(type.IsGenericType && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>));

    private static bool HoldsReferences(Type type) =>
        !type.IsValueType || (bool)typeof(RuntimeHelpers).GetMethod(nameof(RuntimeHelpers.IsReferenceOrContainsReferences))!.MakeGenericMethod(type).Invoke(null, null)!;

    private static object New(Type serializer, params Type[] arguments)
    {
        try
        {
            return Activator.CreateInstance(serializer.MakeGenericType(arguments))!;
        }
        catch (TargetInvocationException error) when (error.InnerException is CheckpointException inner)
        {
            throw new CheckpointException(inner.Message, inner);
        }
    }
}
