using System.Text.Json;
using Attune.Storage.Benchmarks;

namespace Attune.Lab.History;

/// <summary>A run as a file: everything that the history holds of it, so that a run can be compared where the history is not at hand.</summary>
/// <param name="Run">The run.</param>
/// <param name="Measurements">Its measurements with samples.</param>
public sealed record BenchmarkDocument(StoredRun Run, IReadOnlyList<StoredMeasurement> Measurements)
{
    /// <summary>Largest file that is read: 256 MiB.</summary>
    public const long MaxBytes = 256L << 20;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>The measurements as the history gives them.</summary>
    public IReadOnlyList<BenchmarkRecord> ToRecords() => [.. Measurements.Select(measurement => new BenchmarkRecord(Run, measurement))];

    /// <summary>The document as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Reads a file.</summary>
    /// <exception cref="FormatException">It is no such document.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static async Task<BenchmarkDocument> LoadAsync(string path, CancellationToken cancellationToken = default)
    {
        await using var file = File.OpenRead(path);
        if (file.Length > MaxBytes)
        {
            throw new FormatException($"{path} has more than {MaxBytes >> 20} MiB: it is no run of benchmarks.");
        }

        try
        {
            var document = await JsonSerializer.DeserializeAsync<BenchmarkDocument>(file, Json, cancellationToken);
            return document is { Run: not null, Measurements: not null } ? document : throw new FormatException($"{path} is no run of benchmarks: 'run' or 'measurements' is missing.");
        }
        catch (JsonException error)
        {
            throw new FormatException($"{path} is no run of benchmarks: {error.Message}", error);
        }
    }
}
