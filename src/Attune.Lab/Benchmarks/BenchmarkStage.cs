namespace Attune.Lab.Benchmarks;

/// <summary>What a running benchmark is doing.</summary>
public enum BenchmarkStage
{
    /// <summary>Getting ready.</summary>
    SetUp,

    /// <summary>Finding out how often the operation has to be repeated to be measurable.</summary>
    Pilot,

    /// <summary>Running unmeasured until times settle.</summary>
    Warmup,

    /// <summary>Measuring.</summary>
    Measure,

    /// <summary>Cleaning up.</summary>
    TearDown,
}
