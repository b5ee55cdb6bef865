using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Attune.Realtime.Tests.Protocol;

/// <summary>The protocol as docs/ describes it.</summary>
internal static class ProtocolDocuments
{
    private static readonly string Folder = Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "..", "docs");

    public static string Page { get; } = File.ReadAllText(Path.Combine(Folder, "realtime-protocol.md"));

    public static JsonElement Schema { get; } = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "realtime-protocol.schema.json"))).RootElement;

    public static SchemaValidator Validator { get; } = new(Schema);

    public static IReadOnlyList<string> ClientTypes { get; } = Types("clientMessage");

    public static IReadOnlyList<string> ServerTypes { get; } = Types("serverMessage");

    public static IEnumerable<JsonElement> Examples(string type) => Schema.GetProperty("$defs").GetProperty(type).GetProperty("examples").EnumerateArray();

    /// <summary>The types in the first column of the table in a section of the page.</summary>
    public static IReadOnlyList<string> TypesOnPage(string section) =>
    [
        .. Page.Split($"\n## {section}\n")[1].Split("\n## ")[0].Split('\n')
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(row => row.Split('`')[1]),
    ];

    private static IReadOnlyList<string> Types(string side) =>
        [.. Schema.GetProperty("$defs").GetProperty(side).GetProperty("oneOf").EnumerateArray().Select(option => option.GetProperty("$ref").GetString()!.Split('/')[^1])];

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
