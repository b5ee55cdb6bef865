namespace Attune.Storage.Benchmarks;

/// <summary>Which measurements to read. They come oldest first.</summary>
public sealed record BenchmarkQuery
{
    /// <summary>Most that one query may return.</summary>
    public const int MaxLimit = 100_000;

    /// <summary>Only of this run.</summary>
    public long? RunId { get; init; }

    /// <summary>Only of this suite.</summary>
    public string? Suite { get; init; }

    /// <summary>Only of this benchmark.</summary>
    public string? Name { get; init; }

    /// <summary>Only of this machine.</summary>
    public string? MachineId { get; init; }

    /// <summary>Only those begun at or after this time, UTC.</summary>
    public DateTime? Since { get; init; }

    /// <summary>The latest so many, from 1 to <see cref="MaxLimit"/>. Default 1,000.</summary>
    public int Limit { get; init; } = 1000;

    /// <summary>Whether to read the samples too.</summary>
    public bool IncludeSamples { get; init; }
}
