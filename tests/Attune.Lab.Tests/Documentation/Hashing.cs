using System.Security.Cryptography;
using Attune.Lab.Benchmarks;

namespace Attune.Lab.Tests.Documentation;

/// <summary>The benchmark of docs/benchmarks.md.</summary>
sealed class Hashing() : Benchmark("hash_1mb", "SHA-256 of one megabyte")
{
    private readonly byte[] _data = new byte[1 << 20];

    public override BenchmarkFigure Figure => BenchmarkFigure.Microseconds;

    public override BenchmarkTarget? Target => new(2000, "our own promise");

    public override ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        SHA256.HashData(_data);
        return ValueTask.CompletedTask;
    }
}
