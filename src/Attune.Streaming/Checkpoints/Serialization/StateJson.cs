using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Attune.Streaming.Checkpoints.Serialization;

/// <summary>How state is written as JSON: exactly, and only what can be read again.</summary>
internal static class StateJson
{
    public static readonly JsonSerializerOptions Options = Make();

    /// <summary>True for a property that has no storage of its own: it is computed anew.</summary>
    public static bool IsComputed(PropertyInfo property) =>
        property.SetMethod is null
        && property.DeclaringType!.GetField($"<{property.Name}>k__BackingField", BindingFlags.Instance | BindingFlags.NonPublic) is null;

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions
        {
            IncludeFields = true,
            NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveComputedOut, RefuseOtherTypes, RefuseOtherEquality } },
        };
        options.Converters.Add(new ExactStringConverter());
        options.Converters.Add(new ExactCharConverter());
        options.MakeReadOnly();
        return options;
    }

    private static void LeaveComputedOut(JsonTypeInfo type)
    {
        for (var i = type.Properties.Count - 1; i >= 0; i--)
        {
            if (type.Properties[i].AttributeProvider is PropertyInfo property && IsComputed(property) && !IsParameter(property))
            {
                type.Properties.RemoveAt(i);
            }
        }
    }

    /// <summary>Of a derived object only the members of the declared type would be written.</summary>
    private static void RefuseOtherTypes(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object || type.Type.IsSealed || type.Type.IsAbstract || type.PolymorphismOptions is not null)
        {
            return;
        }

        type.OnSerializing = value =>
        {
            if (value.GetType() != type.Type)
            {
                throw new CheckpointException($"A {value.GetType()} stands where the state has a {type.Type}; its further members would be lost.");
            }
        };
    }

    /// <summary>A dictionary that does not tell cases apart, say, would come back as one that does.</summary>
    private static void RefuseOtherEquality(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
        {
            return;
        }

        foreach (var member in type.Properties)
        {
            if (member.Get is { } get && member.PropertyType.GetProperty("Comparer") is { } comparer)
            {
                member.Get = owner =>
                {
                    var collection = get(owner);
                    UsualEquality.Check(collection is null ? null : comparer.GetValue(collection), member.PropertyType);
                    return collection;
                };
            }
        }
    }

    private static bool IsParameter(PropertyInfo property) => property.DeclaringType!.GetConstructors()
        .SelectMany(constructor => constructor.GetParameters())
        .Any(parameter => string.Equals(parameter.Name, property.Name, StringComparison.OrdinalIgnoreCase));
}
