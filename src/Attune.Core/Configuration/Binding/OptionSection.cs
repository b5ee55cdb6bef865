using System.Reflection;

namespace Attune.Configuration.Binding;

/// <summary>One section of the configuration: an options class and its properties.</summary>
internal sealed record OptionSection(string Name, Type Type, Func<object> Create, IReadOnlyList<OptionProperty> Properties)
{
    public static OptionSection Of<T>(string name)
        where T : class, new() =>
        new(name, typeof(T), static () => new T(),
            [.. typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite).Select(property => new OptionProperty(name, property))]);
}
