using System.Text.Encodings.Web;
using System.Text.Json;

namespace Attune.Lab.Reports.Documents;

/// <summary>Writes documents as JSON.</summary>
internal static class ReportJson
{
    /// <summary>Of the shape; a change that breaks readers raises it.</summary>
    public const int Version = 1;

    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Compact, and with the default encoder, which escapes everything that means something to HTML.</summary>
    private static readonly JsonSerializerOptions Embedded = new(JsonSerializerDefaults.Web);

    public static string Write<T>(T document) => JsonSerializer.Serialize(document, Indented);

    public static string WriteForHtml<T>(T document) => JsonSerializer.Serialize(document, Embedded);
}
