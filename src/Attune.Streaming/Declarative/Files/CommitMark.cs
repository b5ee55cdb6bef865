using System.Globalization;
using System.Text;

namespace Attune.Streaming.Declarative.Files;

/// <summary>A small file beside an output that says how long it was at which checkpoint.</summary>
internal static class CommitMark
{
    public static string PathOf(string path) => path + ".commit";

    /// <summary>Reads it; null when it is not there or not sound.</summary>
    public static (long Checkpoint, long Length)? Read(string path)
    {
        try
        {
            var parts = File.ReadAllText(PathOf(path)).Split('\n');
            return parts.Length >= 2
                && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var checkpoint)
                && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                ? (checkpoint, length)
                : null;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Replaces it in one step.</summary>
    public static void Write(string path, long checkpoint, long length)
    {
        var temporary = PathOf(path) + ".tmp";
        using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write))
        {
            stream.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{checkpoint}\n{length}\n")));
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, PathOf(path), overwrite: true);
    }
}
