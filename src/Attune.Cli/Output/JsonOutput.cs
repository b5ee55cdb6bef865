using System.Text.Encodings.Web;
using System.Text.Json;

namespace Attune.Cli.Output;

/// <summary>Writes JSON to standard output.</summary>
internal static class JsonOutput
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write<T>(T value) => Console.WriteLine(Format(value));

    public static string Format<T>(T value) => JsonSerializer.Serialize(value, Options);
}
