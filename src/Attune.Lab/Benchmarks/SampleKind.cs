namespace Attune.Lab.Benchmarks;

/// <summary>What a sample was taken for.</summary>
public enum SampleKind
{
    /// <summary>A warm-up; not part of any figure.</summary>
    Warmup,

    /// <summary>A measured iteration.</summary>
    Measured,

    /// <summary>The peer's, between the measured ones.</summary>
    Peer,
}
