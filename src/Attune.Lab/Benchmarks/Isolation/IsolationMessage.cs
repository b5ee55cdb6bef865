using System.Text.Json;
using System.Text.Json.Serialization;

namespace Attune.Lab.Benchmarks.Isolation;

/// <summary>What passes between the program and the child process that runs one benchmark: one line each, marked, so that what the benchmark itself prints is told apart.</summary>
internal sealed record IsolationMessage(BenchmarkProgress? Progress, BenchmarkResult? Result)
{
    private const string Mark = "@attune-benchmark ";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() }, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public string ToLine() => Mark + JsonSerializer.Serialize(this, Options);

    public static IsolationMessage? Parse(string line)
    {
        try
        {
            return line.StartsWith(Mark, StringComparison.Ordinal) ? JsonSerializer.Deserialize<IsolationMessage>(line.AsSpan(Mark.Length), Options) : null;
        }
        catch (JsonException)
        {
            // A line of the benchmark's own that happens to begin with the mark.
            return null;
        }
    }
}
