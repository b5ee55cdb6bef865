using Attune.Lab.Benchmarks;
using Attune.Suites.Analysis;
using Attune.Suites.Cli;
using Attune.Suites.Load;
using Attune.Suites.Realtime;
using Attune.Suites.Server;
using Attune.Suites.Storage;
using Attune.Suites.Streaming;
using Attune.Suites.Targets;

namespace Attune.Suites;

/// <summary>The suites that come with Attune: one for each room that exists, and those of the Lab itself.</summary>
public static class AttuneSuites
{
    /// <summary>A registry with all of them, to which a program adds its own.</summary>
    public static BenchmarkRegistry CreateRegistry()
    {
        var registry = new BenchmarkRegistry()
            .Add(CliSuite.Create())
            .Add(StorageSuite.Create())
            .Add(StreamingSuite.Create())
            .Add(RealtimeSuite.Create())
            .Add(ServerSuite.Create())
            .Add(LoadSuite.Suite)
            .Add(AnalysisSuite.Suite);
        foreach (var planned in PlannedSuites.Create().Where(suite => registry.Find(suite.Name) is null))
        {
            registry.Add(planned);
        }

        return registry.Add(TargetsSuite.Create(registry));
    }
}
