using System.Text;
using System.Text.Json;
using Attune.Streaming.Mail;

namespace Attune.Streaming.Sources;

/// <summary>Finds the messages in folders of <c>.eml</c> files, in mbox files, and in the SpamAssassin corpus as JSON.</summary>
internal static class MailFiles
{
    private const string CorpusFolderSuffix = "ham-";

    private static readonly EnumerationOptions Messages = new()
    {
        RecurseSubdirectories = true, MatchCasing = MatchCasing.CaseInsensitive, AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false,
    };

    /// <summary>True when the folder holds groups such as <c>easy-ham-1</c> and <c>spam-2</c> with JSON files.</summary>
    public static bool IsCorpus(string folder) => CorpusGroups(folder).Any();

    public static IReadOnlyList<Func<MailInput>> Corpus(string folder) =>
        [.. CorpusGroups(folder).Order(StringComparer.Ordinal)
            .SelectMany(group => Directory.EnumerateFiles(group, "*.json").Order(StringComparer.Ordinal))
            .Select<string, Func<MailInput>>(file => () => ReadCorpusFile(file))];

    public static IReadOnlyList<Func<MailInput>> Folder(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*.eml", Messages).Order(StringComparer.Ordinal)
            .Select<string, Func<MailInput>>(file => () => new MailInput(
                Path.GetRelativePath(folder, file).Replace('\\', '/'), ReadBytes(file), null, MailTextForm.Bytes))];

    public static IReadOnlyList<Func<MailInput>> SingleFile(string file) =>
        [() => new MailInput(Path.GetFileName(file), ReadBytes(file), null, MailTextForm.Bytes)];

    /// <summary>Splits at lines that begin with <c>From </c> after an empty line or at the start (mboxo). What stands before the first is handed on too.</summary>
    public static IReadOnlyList<Func<MailInput>> Mbox(string file)
    {
        var text = ReadBytes(file);
        var first = text.AsSpan().IndexOfAnyExcept('\r', '\n');
        var starts = new List<int>();
        for (var position = 0; position < text.Length;)
        {
            var isFirst = position == first || EndsWithEmptyLine(text.AsSpan(0, position));
            if (isFirst && text.AsSpan(position).StartsWith("From ", StringComparison.Ordinal))
            {
                starts.Add(position);
            }

            var end = text.IndexOf('\n', position);
            position = end < 0 ? text.Length : end + 1;
        }

        if (starts.Count > 0 && starts[0] > first)
        {
            starts.Insert(0, first);
        }

        var origin = Path.GetFileName(file);
        return [.. starts.Select<int, Func<MailInput>>((start, index) =>
        {
            var end = index + 1 < starts.Count ? starts[index + 1] : text.Length;
            return () => new MailInput($"{origin}#{index + 1}", text[start..end], null, MailTextForm.Bytes);
        })];
    }

    private static bool EndsWithEmptyLine(ReadOnlySpan<char> text) =>
        text.EndsWith("\n\n", StringComparison.Ordinal) || text.EndsWith("\n\r\n", StringComparison.Ordinal);

    private static IEnumerable<string> CorpusGroups(string folder) => Directory.EnumerateDirectories(folder)
        .Where(group => IsGroup(Path.GetFileName(group)) && Directory.EnumerateFiles(group, "*.json").Any());

    private static bool IsGroup(string name) =>
        name.StartsWith("spam-", StringComparison.Ordinal) || name.Contains(CorpusFolderSuffix, StringComparison.Ordinal);

    private static MailInput ReadCorpusFile(string file)
    {
        try
        {
            using var document = JsonDocument.Parse(Read(file, File.ReadAllText));
            var group = document.RootElement.GetProperty("group").GetString() ?? "";
            var text = document.RootElement.GetProperty("text").GetString() ?? "";
            return new MailInput($"{group}/{Path.GetFileName(file)}", text, group.StartsWith("spam", StringComparison.Ordinal) ? Events.TextEvent.SpamLabel : "ham");
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // Not a message at all: the parser makes a dead letter of an empty text.
            return new MailInput($"{Path.GetFileName(Path.GetDirectoryName(file))}/{Path.GetFileName(file)}", "", null);
        }
    }

    /// <summary>The file with one character per byte. <c>File.ReadAllText</c> would decode a file with a byte order mark, whatever it is told.</summary>
    private static string ReadBytes(string file)
    {
        var bytes = Read(file, File.ReadAllBytes).AsSpan();
        return Encoding.Latin1.GetString(bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes);
    }

    private static T Read<T>(string file, Func<string, T> read)
    {
        try
        {
            return read(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SourceException($"'{file}' cannot be read: {error.Message}", error);
        }
    }
}
