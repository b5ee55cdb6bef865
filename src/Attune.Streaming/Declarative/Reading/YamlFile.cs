using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Attune.Streaming.Declarative.Reading;

/// <summary>Reads the one document of a YAML text.</summary>
internal static class YamlFile
{
    private const int MostBytes = 1 << 20;
    private const int MostLevels = 100;

    /// <exception cref="PipelineException">The file cannot be read.</exception>
    public static string ReadText(string path)
    {
        try
        {
            return new FileInfo(path).Length > MostBytes ? throw Fail(path, $"the file is larger than {MostBytes >> 20} MiB", 0) : File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Fail(path, error is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : $"the file cannot be read: {error.Message}", 0, error);
        }
    }

    /// <exception cref="PipelineException">The text is not YAML, or empty.</exception>
    public static YamlNode Parse(string yaml, string origin)
    {
        var stream = new YamlStream();
        try
        {
            CheckDepth(yaml, origin);
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
            0 => throw Fail(origin, "the pipeline is empty", 0),
            1 => stream.Documents[0].RootNode,
            _ => throw Fail(origin, "a file holds one pipeline; this one has several documents", stream.Documents[1].RootNode.Start.Line),
        };
    }

    /// <summary>The reader calls itself for each level: thousands of brackets would end the process.</summary>
    private static void CheckDepth(string yaml, string origin)
    {
        var parser = new Parser(new StringReader(yaml));
        for (var depth = 0; parser.MoveNext();)
        {
            depth += parser.Current!.NestingIncrease;
            if (depth > MostLevels)
            {
                throw Fail(origin, "brackets or indents are nested too deeply", parser.Current.Start.Line);
            }
        }
    }

    private static PipelineException Fail(string origin, string message, long line, Exception? inner = null) => new(origin, [new PipelineError("", message, line)], inner);
}
