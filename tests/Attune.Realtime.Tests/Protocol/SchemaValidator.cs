using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Attune.Realtime.Tests.Protocol;

/// <summary>Judges by the keywords of JSON Schema 2020-12 that docs/realtime-protocol.schema.json uses; any other keyword is an error, so that none is passed over.</summary>
internal sealed class SchemaValidator(JsonElement schema)
{
    /// <summary>Null when the value is valid, else where it is not and why.</summary>
    /// <param name="value">The value.</param>
    /// <param name="definition">The name under <c>$defs</c>.</param>
    public string? Refuse(JsonElement value, string definition) => Refuse(value, Definition($"#/$defs/{definition}"), "$");

    private JsonElement Definition(string reference) =>
        reference.Split('/').Skip(1).Aggregate(schema, (element, name) => element.GetProperty(name));

    private string? Refuse(JsonElement value, JsonElement rules, string at)
    {
        foreach (var rule in rules.EnumerateObject())
        {
            if (Refuse(value, rules, rule, at) is { } reason)
            {
                return reason;
            }
        }

        return null;
    }

    private string? Refuse(JsonElement value, JsonElement rules, JsonProperty rule, string at)
    {
        var limit = rule.Value;
        var isObject = value.ValueKind == JsonValueKind.Object;
        var isArray = value.ValueKind == JsonValueKind.Array;
        var isText = value.ValueKind == JsonValueKind.String;
        var isNumber = value.ValueKind == JsonValueKind.Number;
        switch (rule.Name)
        {
            case "description" or "title" or "examples" or "format":
                return null;
            case "$ref":
                return Refuse(value, Definition(limit.GetString()!), at);
            case "oneOf":
                return limit.EnumerateArray().Count(option => Refuse(value, option, at) is null) == 1 ? null : $"{at}: not exactly one option";
            case "anyOf":
                return limit.EnumerateArray().Any(option => Refuse(value, option, at) is null) ? null : $"{at}: no option";
            case "type":
                return IsOfType(value, limit.GetString()!) ? null : $"{at}: not of type {limit}";
            case "const":
                return JsonElement.DeepEquals(value, limit) ? null : $"{at}: not {limit}";
            case "enum":
                return limit.EnumerateArray().Any(option => JsonElement.DeepEquals(value, option)) ? null : $"{at}: not one of {limit}";
            case "required":
                return !isObject ? null : limit.EnumerateArray().Select(name => name.GetString()!).FirstOrDefault(name => !value.TryGetProperty(name, out _)) is { } missing ? $"{at}: no {missing}" : null;
            case "properties":
                return !isObject ? null : First(limit.EnumerateObject(), property => value.TryGetProperty(property.Name, out var inner) ? Refuse(inner, property.Value, $"{at}.{property.Name}") : null);
            case "additionalProperties" when !rules.TryGetProperty("properties", out _):
                return !isObject ? null : First(value.EnumerateObject(), property => Refuse(property.Value, limit, $"{at}.{property.Name}"));
            case "propertyNames":
                return !isObject ? null : First(value.EnumerateObject(), property => Refuse(JsonSerializer.SerializeToElement(property.Name), limit, $"name {at}.{property.Name}"));
            case "maxProperties":
                return !isObject || value.EnumerateObject().Count() <= limit.GetInt32() ? null : $"{at}: too many fields";
            case "items":
                return !isArray ? null : First(value.EnumerateArray(), item => Refuse(item, limit, at + "[]"));
            case "minItems":
                return !isArray || value.GetArrayLength() >= limit.GetInt32() ? null : $"{at}: too few items";
            case "maxItems":
                return !isArray || value.GetArrayLength() <= limit.GetInt32() ? null : $"{at}: too many items";
            case "minLength":
                return !isText || value.GetString()!.EnumerateRunes().Count() >= limit.GetInt32() ? null : $"{at}: too short";
            case "maxLength":
                return !isText || value.GetString()!.EnumerateRunes().Count() <= limit.GetInt32() ? null : $"{at}: too long";
            case "pattern":
                return !isText || Regex.IsMatch(value.GetString()!, limit.GetString()!, RegexOptions.None, TimeSpan.FromSeconds(10)) ? null : $"{at}: does not match {limit}";
            case "minimum":
                return !isNumber || Compare(value, limit) >= 0 ? null : $"{at}: less than {limit}";
            case "maximum":
                return !isNumber || Compare(value, limit) <= 0 ? null : $"{at}: more than {limit}";
            default:
                throw new NotSupportedException($"The keyword {rule.Name} is not known to this validator.");
        }
    }

    private static string? First<T>(IEnumerable<T> values, Func<T, string?> judge) => values.Select(judge).FirstOrDefault(reason => reason is not null);

    private static bool IsOfType(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.GetRawText().All(character => character == '-' || char.IsAsciiDigit(character)),
        _ => throw new NotSupportedException($"The type {type} is not known to this validator."),
    };

    private static int Compare(JsonElement left, JsonElement right) =>
        decimal.TryParse(left.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture, out var exact) ? exact.CompareTo(right.GetDecimal()) : left.GetDouble().CompareTo(right.GetDouble());
}
