using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Attune.Configuration.Binding;

/// <summary>Reads a YAML document into option paths. Only plain mappings of scalars are data here; nothing is deserialised into types.</summary>
internal static class YamlOptions
{
    public static IEnumerable<(string Path, OptionValue Value)> Read(TextReader reader, string origin)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(reader);
        }
        catch (YamlException error)
        {
            throw Fail(origin, $"not valid YAML at line {error.Start.Line}, column {error.Start.Column}: {error.InnerException?.Message ?? error.Message}");
        }

        if (stream.Documents.Count == 0)
        {
            return [];
        }

        return stream.Documents[0].RootNode is YamlMappingNode root
            ? Flatten(root, "", origin, depth: 0)
            : throw Fail(origin, "the file must hold sections such as 'storage:' with options below them");
    }

    private static IEnumerable<(string Path, OptionValue Value)> Flatten(YamlMappingNode mapping, string prefix, string origin, int depth)
    {
        foreach (var (key, node) in mapping.Children)
        {
            var path = prefix + ((key as YamlScalarNode)?.Value ?? "?");
            var place = $"{origin}:{node.Start.Line}";
            switch (node)
            {
                case YamlScalarNode scalar:
                    yield return (path, new OptionValue(IsNull(scalar) ? "" : scalar.Value!, place));
                    break;
                case YamlMappingNode child when depth < 8:
                    foreach (var item in Flatten(child, path + ".", origin, depth + 1))
                    {
                        yield return item;
                    }

                    break;
                default:
                    throw Fail(place, $"{path} must be a single value");
            }
        }
    }

    private static bool IsNull(YamlScalarNode scalar) =>
        scalar.Style == ScalarStyle.Plain && scalar.Value is null or "" or "~" or "null";

    private static ConfigurationException Fail(string origin, string message) =>
        new([new ConfigurationError("configuration", message, origin)]);
}
