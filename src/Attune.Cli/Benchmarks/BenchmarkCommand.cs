using System.CommandLine;

namespace Attune.Cli.Benchmarks;

/// <summary><c>attune benchmark</c>: the Lab's benchmarks and their history.</summary>
internal static class BenchmarkCommand
{
    private const string Description = """
        Run benchmarks, keep their history, find regressions.

        Example: attune benchmark list
        Example: attune benchmark run --suite storage
        Example: attune benchmark run --suite targets        every target that the guides state, and whether it is met
        Example: attune benchmark analyze --days 30
        """;

    public static Command Create() => new("benchmark", Description)
    {
        ListCommand.Create(), RunCommand.Create(), ResultsCommand.Create(), AnalyzeCommand.Create(), CompareCommand.Create(),
        ExportCommand.Create(), BaselineCommand.Create(), ChildCommand.Create(),
        EndpointCommand.Create(), FeedCommand.CreateFeed(), FeedCommand.CreateListen(),
    };
}
