using System.Text.Json;

namespace Attune.Realtime.Protocol;

/// <summary>The <c>id</c> of a command, which its answer repeats: a text, a whole number, or nothing.</summary>
internal readonly record struct RequestId
{
    private readonly string? _text;
    private readonly long? _number;

    public RequestId(string text) => _text = text;

    public RequestId(long number) => _number = number;

    /// <summary>The command had no id.</summary>
    public static RequestId None => default;

    public bool IsNone => _text is null && _number is null;

    /// <summary>Writes the property <c>id</c> into the open object; nothing where there is none.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        if (_text is not null)
        {
            writer.WriteString("id"u8, _text);
        }
        else if (_number is { } number)
        {
            writer.WriteNumber("id"u8, number);
        }
    }

    public override string ToString() => _text ?? _number?.ToString() ?? "";
}
