namespace Attune.Lab.Benchmarks;

/// <summary>Another program or library that does the same work, measured in the same run, by turns with ours.</summary>
/// <param name="name">Name as printed, for example <c>wrk 4.1.0 -t2 -c64</c>.</param>
public abstract class Peer(string name)
{
    /// <summary>Name as printed.</summary>
    public string Name { get; } = name;

    /// <summary>Why it cannot run here; null if it can. Asked once, before <see cref="SetUpAsync"/>.</summary>
    public virtual string? Unavailable => null;

    /// <summary>The figure it reached elsewhere, in the benchmark's unit, shown where it cannot run; null if none is known.</summary>
    public virtual double? PublishedValue => null;

    /// <summary>Gets the peer ready; called once, after the benchmark's own set-up.</summary>
    public virtual ValueTask SetUpAsync(BenchmarkContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Measures once.</summary>
    /// <returns>The peer's figure, in the benchmark's unit.</returns>
    public abstract ValueTask<double> MeasureAsync(BenchmarkContext context, CancellationToken cancellationToken);

    /// <summary>Frees what <see cref="SetUpAsync"/> took; called also after a failure.</summary>
    public virtual ValueTask TearDownAsync(BenchmarkContext context) => ValueTask.CompletedTask;
}
