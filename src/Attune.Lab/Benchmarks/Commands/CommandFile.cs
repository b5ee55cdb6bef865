using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Attune.Lab.Benchmarks.Commands;

/// <summary>A YAML file of benchmarks that are commands.</summary>
/// <example><code>
/// suite: mine
/// benchmarks:
///   - name: sort_words
///     command: sort words.txt
///     target: 0.2
/// </code></example>
public sealed class CommandFile
{
    /// <summary>The suite's name. Default <c>commands</c>.</summary>
    public string Suite { get; set; } = "commands";

    /// <summary>What the suite measures.</summary>
    public string Description { get; set; } = "";

    /// <summary>The benchmarks.</summary>
    public IList<CommandDefinition> Benchmarks { get; set; } = [];

    /// <summary>Reads a file as a suite.</summary>
    /// <exception cref="FormatException">The file is not valid; the message names line and key.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static BenchmarkSuite Load(string path)
    {
        var text = File.ReadAllText(path);
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        try
        {
            var file = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).Build().Deserialize<CommandFile?>(text);
            if (file is not { Benchmarks.Count: > 0 })
            {
                throw new FormatException($"{path}: there is no benchmark in it; give at least one under 'benchmarks', with 'name' and 'command'.");
            }

            var benchmarks = file.Benchmarks.Select(definition => Create(path, definition, folder)).ToList();
            var twice = benchmarks.GroupBy(benchmark => benchmark.Name).FirstOrDefault(group => group.Count() > 1);
            return twice is null
                ? new BenchmarkSuite(file.Suite, file.Description, () => benchmarks)
                : throw new FormatException($"{path}: there are two benchmarks called '{twice.Key}'.");
        }
        catch (YamlException error)
        {
            throw new FormatException($"{path}, line {error.Start.Line}: {Explain(error)}", error);
        }
    }

    /// <summary>The parser's message without the names of our types.</summary>
    private static string Explain(YamlException error)
    {
        var message = (error.InnerException ?? error).Message;
        return message.Contains("not found on type", StringComparison.Ordinal) ? $"there is no such key: {message.Split('\'')[1]}"
            : message.Contains("deserializ", StringComparison.OrdinalIgnoreCase) || message.Contains("Exception", StringComparison.Ordinal) ? "a value is not of the kind that its key takes"
            : message;
    }

    private static CommandBenchmark Create(string path, CommandDefinition definition, string folder)
    {
        if (definition.Iterations is <= 0 or > 100_000)
        {
            throw new FormatException($"{path}: iterations of '{definition.Name}' must be in the allowed range 1..100000; this is {definition.Iterations}.");
        }

        try
        {
            return new CommandBenchmark(definition with { Folder = Path.GetFullPath(definition.Folder ?? ".", folder) });
        }
        catch (ArgumentException error)
        {
            throw new FormatException($"{path}: {(definition.Name.Length == 0 ? "a benchmark has no 'name'" : definition.Command.Length == 0 ? $"'{definition.Name}' has no 'command'" : error.Message)}", error);
        }
    }
}
