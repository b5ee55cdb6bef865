using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Attune.Streaming.Checkpoints.Serialization;

/// <summary>Checks before anything runs whether values of a type come back from JSON as they were.</summary>
internal static class JsonShape
{
    private const BindingFlags OwnMembers = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <exception cref="CheckpointException">They would not; the message names the member.</exception>
    public static void Check(Type type) => Check(type, type.ToString(), []);

    private static void Check(Type type, string path, HashSet<Type> seen)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (!seen.Add(type))
        {
            return;
        }

        if (type == typeof(object) || type.IsPointer || type.IsByRefLike || type.IsAssignableTo(typeof(Delegate)) || type.IsAssignableTo(typeof(MemberInfo)))
        {
            throw Unfit(path, $"what a {type} holds is not known");
        }

        JsonTypeInfo shape;
        try
        {
            shape = StateJson.Options.GetTypeInfo(type);
        }
        catch (Exception error) when (error is NotSupportedException or InvalidOperationException)
        {
            throw Unfit(path, error.Message, error);
        }

        switch (shape.Kind)
        {
            case JsonTypeInfoKind.Object:
                CheckObject(shape, path, seen);
                break;
            case JsonTypeInfoKind.Enumerable or JsonTypeInfoKind.Dictionary:
                CheckCollection(shape, path, seen);
                break;
            default:
                break;
        }
    }

    private static void CheckCollection(JsonTypeInfo shape, string path, HashSet<Type> seen)
    {
        if (shape.CreateObject is null && !shape.Type.IsArray && !IsBuiltIn(shape.Type))
        {
            throw Unfit(path, $"{shape.Type} cannot be made again from its elements");
        }

        if (LosesOrder(shape.Type))
        {
            throw Unfit(path, $"a {shape.Type.Name} would come back in another order");
        }

        if (shape.Kind == JsonTypeInfoKind.Dictionary && shape.KeyType is { } key)
        {
            Check(key, $"{path}[key]", seen);
        }

        if (shape.ElementType is { } element)
        {
            Check(element, $"{path}[]", seen);
        }
    }

    private static void CheckObject(JsonTypeInfo shape, string path, HashSet<Type> seen)
    {
        var type = shape.Type;
        foreach (var derived in shape.PolymorphismOptions?.DerivedTypes ?? [])
        {
            Check(derived.DerivedType, $"{path}({derived.DerivedType.Name})", seen);
        }

        if ((type.IsAbstract || type.IsInterface) && shape.PolymorphismOptions is null)
        {
            throw Unfit(path, $"{type} is abstract and names no derived types");
        }

        var written = new HashSet<MemberInfo>();
        foreach (var member in shape.Properties)
        {
            if (member.AttributeProvider is MemberInfo info)
            {
                written.Add(info);
                if (!IsRestored(member, info))
                {
                    throw Unfit($"{path}.{info.Name}", "it can be read but not set again");
                }
            }

            Check(member.PropertyType, $"{path}.{member.Name}", seen);
        }

        if (IsPairOrTuple(type))
        {
            return;
        }

        for (var level = type; level is not null && level != typeof(object) && level != typeof(ValueType); level = level.BaseType)
        {
            CheckHidden(level, written, path);
        }
    }

    private static void CheckHidden(Type level, HashSet<MemberInfo> written, string path)
    {
        foreach (var field in level.GetFields(OwnMembers))
        {
            var name = field.Name.StartsWith('<') && field.Name.Contains('>', StringComparison.Ordinal) ? field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)] : null;
            MemberInfo owner = name is null ? field : (MemberInfo?)level.GetProperty(name, OwnMembers) ?? field;
            if (!owner.IsDefined(typeof(JsonIgnoreAttribute)) && !written.Any(member => Same(member, owner)))
            {
                throw Unfit($"{path}.{owner.Name}", "it is not public, so it would be lost; [JsonIgnore] says that it may be");
            }
        }
    }

    private static bool IsRestored(JsonPropertyInfo shape, MemberInfo member) => shape.AssociatedParameter is not null || member switch
    {
        PropertyInfo property => property.SetMethod is { } set && (set.IsPublic || property.IsDefined(typeof(JsonIncludeAttribute))),
        FieldInfo field => !field.IsInitOnly,
        _ => false,
    };

    /// <summary>The same member seen through a derived type is another object of reflection.</summary>
    private static bool Same(MemberInfo left, MemberInfo right) => left.HasSameMetadataDefinitionAs(right);

    private static bool IsBuiltIn(Type type) => type.Namespace?.StartsWith("System.Collections", StringComparison.Ordinal) == true;

    /// <summary>Their fields are not public, but all that they hold is.</summary>
    private static bool IsPairOrTuple(Type type) =>
        type.IsAssignableTo(typeof(ITuple)) || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>));

    private static bool LosesOrder(Type type) => type.Name.Contains("Stack", StringComparison.Ordinal) || type.Name.Contains("Bag", StringComparison.Ordinal);

    private static CheckpointException Unfit(string path, string reason, Exception? inner = null) =>
        new($"{path} cannot be part of a checkpoint: {reason}. Give the type an IStateSerializer of its own.", inner);
}
