namespace Attune.Storage.Benchmarks;

/// <summary>One run of benchmarks: when, on what machine, of which source.</summary>
public sealed record StoredRun
{
    /// <summary>Number of the run, counted from 1; 0 before it is stored.</summary>
    public long Id { get; init; }

    /// <summary>When it began, UTC.</summary>
    public required DateTime StartedAt { get; init; }

    /// <summary>When it ended, UTC; null if it was cut off.</summary>
    public DateTime? FinishedAt { get; init; }

    /// <summary>Fingerprint of the machine: runs of different fingerprints are not compared silently.</summary>
    public required string MachineId { get; init; }

    /// <summary>Processor model.</summary>
    public required string Cpu { get; init; }

    /// <summary>Processors.</summary>
    public required int Cores { get; init; }

    /// <summary>Memory in bytes.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Operating system.</summary>
    public required string OperatingSystem { get; init; }

    /// <summary>Version of .NET.</summary>
    public required string Runtime { get; init; }

    /// <summary>Commit of the source; null if unknown.</summary>
    public string? Commit { get; init; }

    /// <summary>Branch of the source; null if unknown.</summary>
    public string? Branch { get; init; }

    /// <summary>Whether the source differed from the commit.</summary>
    public bool IsDirty { get; init; }

    /// <summary>Version of Attune.</summary>
    public required string Version { get; init; }

    /// <summary>How noisy the machine was: relative spread of a fixed computation's times.</summary>
    public double? Noise { get; init; }

    /// <summary>A person's name for the run; null without one.</summary>
    public string? Label { get; init; }
}
