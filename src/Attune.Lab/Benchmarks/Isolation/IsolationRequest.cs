using System.Text.Json;
using System.Text.Json.Serialization;

namespace Attune.Lab.Benchmarks.Isolation;

/// <summary>What the child process is asked to run, as one line of JSON on its standard input.</summary>
/// <param name="Suite">The suite.</param>
/// <param name="Name">The benchmark.</param>
/// <param name="Options">How.</param>
/// <param name="Parameters">With which parameters.</param>
public sealed record IsolationRequest(string Suite, string Name, BenchmarkOptions Options, IReadOnlyDictionary<string, string> Parameters)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>The request as one line.</summary>
    public string ToLine() => JsonSerializer.Serialize(this, Json);

    /// <summary>Reads a line of <see cref="ToLine"/>.</summary>
    /// <exception cref="ArgumentException">It is not one.</exception>
    public static IsolationRequest Parse(string? line)
    {
        try
        {
            return JsonSerializer.Deserialize<IsolationRequest>(line ?? "", Json) ?? throw new ArgumentException("The request is null.", nameof(line));
        }
        catch (JsonException error)
        {
            throw new ArgumentException($"The request is not valid: {error.Message}", nameof(line), error);
        }
    }
}
