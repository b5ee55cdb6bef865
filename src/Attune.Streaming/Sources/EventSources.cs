using System.Security.Cryptography;
using System.Text;

namespace Attune.Streaming.Sources;

/// <summary>Opens the source that fits a path.</summary>
public static class EventSources
{
    private const string Accepted =
        "a folder of .eml files, an .mbox or .eml file, events as .jsonl, or flows as .csv with the header timestamp,source_ip,destination_ip,bytes_transferred,protocol";

    /// <summary>Opens a file or folder.</summary>
    /// <param name="path">What the user named.</param>
    /// <param name="stream">
    /// Name of the stream; null to take the file's name with a mark made from its full path, as in <c>flows.csv@3f9a1c</c>, so that two files
    /// of one name are two streams.
    /// </param>
    /// <param name="options">Batch size and lateness.</param>
    /// <exception cref="SourceException">There is nothing at the path, or nothing that can be read.</exception>
    public static IEventSource Open(string path, string? stream, StreamingOptions options)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            throw new SourceException($"The path of the input is empty. Accepted are {Accepted}.");
        }

        stream ??= StreamOf(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        if (Directory.Exists(path))
        {
            var messages = MailFiles.IsCorpus(path) ? MailFiles.Corpus(path) : MailFiles.Folder(path);
            return messages.Count > 0
                ? new MailSource(stream, messages, options)
                : throw new SourceException($"The folder '{path}' holds no .eml files. Accepted are {Accepted}.");
        }

        if (!File.Exists(path))
        {
            throw new SourceException($"There is no file or folder '{path}'. Accepted are {Accepted}.");
        }

        if (new FileInfo(path).Length == 0)
        {
            // A pipe or device has no length either; opening one could wait for ever.
            throw new SourceException($"'{path}' is empty, or not a regular file.");
        }

        return Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".csv" => new FlowCsvSource(stream, path, options),
            ".jsonl" or ".ndjson" => new JsonLinesSource(stream, path, options),
            ".eml" => new MailSource(stream, MailFiles.SingleFile(path), options),
            ".mbox" or ".mbx" => OpenMbox(path, stream, options),
            _ when StartsLikeMbox(path) => OpenMbox(path, stream, options),
            _ => throw new SourceException($"'{path}' is of no known kind. Accepted are {Accepted}."),
        };
    }

    private static string StreamOf(string path) =>
        $"{Path.GetFileName(path)}@{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)).AsSpan(0, 3))}";

    private static MailSource OpenMbox(string path, string stream, StreamingOptions options)
    {
        var messages = MailFiles.Mbox(path);
        return messages.Count > 0
            ? new MailSource(stream, messages, options)
            : throw new SourceException($"'{path}' is no mbox: no line begins with 'From '.");
    }

    private static bool StartsLikeMbox(string path)
    {
        using var file = SourceFile.Open(path);
        Span<byte> start = stackalloc byte[5];
        return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && Encoding.ASCII.GetString(start) == "From ";
    }
}
