using System.ComponentModel.DataAnnotations;

namespace Attune.Realtime.Access;

/// <summary>A list of origins with commas between.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OriginsAttribute : ValidationAttribute
{
    /// <summary>The origins of a list.</summary>
    public static IReadOnlyList<string> Split(string list) => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    public override bool IsValid(object? value) => value is string list && Split(list).All(OriginPolicy.IsValid);

    public override string FormatErrorMessage(string name) => $"{name} must be origins such as https://app.example or http://localhost:3000, with commas between, or {OriginPolicy.Any}";
}
