using System.Buffers;

namespace Attune.Lab.Benchmarks;

/// <summary>One operation to measure: set-up, the operation, tear-down.</summary>
/// <remarks>
/// The runner calls <see cref="SetUpAsync"/> once, <see cref="RunAsync"/> for each warm-up and measured iteration (many times in each
/// when it is short), and <see cref="TearDownAsync"/> once, also after a failure. A benchmark checks its own result and throws when it
/// is wrong: a fast wrong answer is a failure, not a figure.
/// </remarks>
/// <example><code>
/// sealed class Hashing() : Benchmark("hash_1mb", "SHA-256 of one megabyte")
/// {
///     private readonly byte[] _data = new byte[1 &lt;&lt; 20];
///
///     public override BenchmarkFigure Figure =&gt; BenchmarkFigure.Microseconds;
///
///     public override ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
///     {
///         SHA256.HashData(_data);
///         return ValueTask.CompletedTask;
///     }
/// }
/// </code></example>
public abstract class Benchmark
{
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_");

    /// <summary>Names the benchmark.</summary>
    /// <param name="name">Unique in its suite: lower-case letters, digits and underscores.</param>
    /// <param name="description">One line: what is measured, on what.</param>
    /// <exception cref="ArgumentException">The name is empty or has other characters.</exception>
    protected Benchmark(string name, string description)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.AsSpan().ContainsAnyExcept(NameCharacters))
        {
            throw new ArgumentException($"'{name}' is no benchmark name: use lower-case letters, digits and underscores.");
        }

        Name = name;
        Description = description;
    }

    /// <summary>Unique in its suite.</summary>
    public string Name { get; }

    /// <summary>One line: what is measured, on what.</summary>
    public string Description { get; }

    /// <summary>What an iteration yields; milliseconds an operation by default.</summary>
    public virtual BenchmarkFigure Figure => BenchmarkFigure.Milliseconds;

    /// <summary>Operations that one call of <see cref="RunAsync"/> does; the runner's times and rates are for each of them.</summary>
    public virtual long OperationsPerRun => 1;

    /// <summary>The value to reach; null if there is none.</summary>
    public virtual BenchmarkTarget? Target => null;

    /// <summary>What to compare with; null if nothing.</summary>
    public virtual Peer? Peer => null;

    /// <summary>Why the benchmark cannot run here, for example because a data set is absent; null if it can.</summary>
    public virtual string? Unavailable => null;

    /// <summary>Changes the settings where this benchmark needs others, for example fewer iterations of a long operation. What a person asked for explicitly is applied afterwards.</summary>
    public virtual BenchmarkOptions Configure(BenchmarkOptions options) => options;

    /// <summary>Gets ready; called once.</summary>
    public virtual ValueTask SetUpAsync(BenchmarkContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Does the operation once.</summary>
    public abstract ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken);

    /// <summary>Frees what <see cref="SetUpAsync"/> took; called also after a failure.</summary>
    public virtual ValueTask TearDownAsync(BenchmarkContext context) => ValueTask.CompletedTask;
}
