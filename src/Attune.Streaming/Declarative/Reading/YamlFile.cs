using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Attune.Streaming.Declarative.Reading;

/// <summary>Reads the one document of a YAML text.</summary>
internal static class YamlFile
{
    private const int MostBytes = 1 << 20;

    /// <exception cref="PipelineException">The file cannot be read.</exception>
    public static string ReadText(string path)
    {
        try
        {
            return new FileInfo(path).Length > MostBytes ? throw Fail(path, $"the file is larger than {MostBytes >> 20} MiB", 1) : File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Fail(path, error is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : $"the file cannot be read: {error.Message}", 1, error);
        }
    }

    /// <exception cref="PipelineException">The text is not YAML, or empty.</exception>
    public static YamlNode Parse(string yaml, string origin)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(yaml));
        }
        catch (InvalidOperationException error)
        {
            // The parser's own answer to some brackets that are never closed.
            throw Fail(origin, "not valid YAML: a bracket or a quotation mark is not closed", 1, error);
        }
        catch (YamlException error)
        {
            throw Fail(origin, $"not valid YAML: {error.InnerException?.Message ?? error.Message}", error.Start.Line, error);
        }

        return stream.Documents.Count switch
        {
            0 => throw Fail(origin, "the pipeline is empty", 1),
            1 => stream.Documents[0].RootNode,
            _ => throw Fail(origin, "a file holds one pipeline; this one has several documents", stream.Documents[1].RootNode.Start.Line),
        };
    }

    private static PipelineException Fail(string origin, string message, long line, Exception? inner = null) => new(origin, [new PipelineError("", message, line)], inner);
}
