namespace Attune.Lab.Benchmarks;

/// <summary>A peer that cannot run here, known by its figure from elsewhere.</summary>
/// <param name="name">Name as printed.</param>
/// <param name="value">Its figure, in the benchmark's unit.</param>
/// <param name="reason">Why it is not run here.</param>
public sealed class PublishedPeer(string name, double value, string reason) : Peer(name)
{
    /// <inheritdoc/>
    public override string? Unavailable { get; } = reason;

    /// <inheritdoc/>
    public override double? PublishedValue { get; } = value;

    /// <inheritdoc/>
    public override ValueTask<double> MeasureAsync(BenchmarkContext context, CancellationToken cancellationToken) =>
        throw new InvalidOperationException(Unavailable);
}
