using Attune.Lab.Benchmarks;
using Attune.Suites.Targets;

namespace Attune.Suites.Workloads;

/// <summary>A benchmark of a room's own suite; its target is the room's own aim, else the strictest that the guides state for it.</summary>
internal abstract class RoomBenchmark(string suite, string name, string description, BenchmarkTarget? aim = null) : Benchmark(name, description)
{
    public override BenchmarkTarget? Target { get; } = aim ?? TargetCatalogue.StrictestOf($"{suite}/{name}");
}
