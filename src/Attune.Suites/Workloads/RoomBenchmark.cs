using Attune.Lab.Benchmarks;
using Attune.Suites.Targets;

namespace Attune.Suites.Workloads;

/// <summary>A benchmark of a room's own suite; its target is the strictest that the guides state for it.</summary>
internal abstract class RoomBenchmark(string suite, string name, string description) : Benchmark(name, description)
{
    public override BenchmarkTarget? Target { get; } = TargetCatalogue.StrictestOf($"{suite}/{name}");
}
