using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace Attune.Configuration.Binding;

/// <summary>One option: a settable property with its limits.</summary>
internal sealed class OptionProperty(string section, PropertyInfo property)
{
    private readonly ValidationAttribute[] _validators = [.. property.GetCustomAttributes<ValidationAttribute>()];

    public string Name { get; } = ValueFormat.SnakeCase(property.Name);

    public string Path => $"{section}.{Name}";

    public string Description => property.GetCustomAttribute<DescriptionAttribute>()?.Description ?? "";

    public bool IsSecret => property.IsDefined(typeof(SecretAttribute));

    public string Allowed
    {
        get
        {
            if (property.GetCustomAttribute<RangeAttribute>() is { } range)
            {
                return $"{Bound(range.Minimum)}..{Bound(range.Maximum)}";
            }

            if (property.GetCustomAttribute<AllowedValuesAttribute>() is { } allowed)
            {
                return string.Join(", ", allowed.Values.Select(ValueFormat.Format));
            }

            return ValueFormat.Expected(property.PropertyType);
        }
    }

    public string Format(object options) =>
        IsSecret && property.GetValue(options) is string { Length: > 0 } ? "***" : ValueFormat.Format(property.GetValue(options));

    /// <summary>Sets the property; null when the value is allowed, else what is wrong with it.</summary>
    public string? TrySet(object options, string text)
    {
        if (!ValueFormat.TryParse(property.PropertyType, text, out var value))
        {
            return $"{Shown(text)} is not {ValueFormat.Expected(property.PropertyType)}";
        }

        foreach (var validator in _validators)
        {
            if (!validator.IsValid(value))
            {
                return validator is RangeAttribute or AllowedValuesAttribute
                    ? $"{Shown(text)} is not allowed, the range is {Allowed}"
                    : validator.FormatErrorMessage(Path);
            }
        }

        property.SetValue(options, value);
        return null;
    }

    private string Shown(string text) => IsSecret ? "the value" : $"'{text}'";

    private string Bound(object bound) =>
        bound is string text && ValueFormat.TryParse(property.PropertyType, text, out var value)
            ? ValueFormat.Format(value)
            : ValueFormat.Format(bound);
}
