using Attune.Lab.Benchmarks;
using Attune.Suites.Workloads;

namespace Attune.Suites.Cli;

/// <summary>One command as a process of its own, in an empty folder; its exit code and output are checked.</summary>
internal sealed class CliBenchmark(
    string name, string description, IReadOnlyList<string> arguments, string output, int exitCode = 0, bool usesHistory = false, Peer? published = null)
    : RoomBenchmark(CliSuite.Name, name, description)
{
    /// <summary>Runs in the history that <c>results</c> and <c>analyze</c> read.</summary>
    private const int HistoryRuns = 3;

    /// <summary>For the commands of which the guide lists a benchmark but no target.</summary>
    private static readonly BenchmarkTarget OwnTarget = new(1, "Attune");

    public override BenchmarkFigure Figure => BenchmarkFigure.Seconds;

    public override BenchmarkTarget Target => base.Target ?? OwnTarget;

    public override Peer? Peer => published;

    public override string? Unavailable => AttuneProgram.Unavailable;

    public override BenchmarkOptions Configure(BenchmarkOptions options) => options with { MinIterationMs = 0, WarmupIterations = 1, MaxWarmupIterations = 1 };

    public override async ValueTask SetUpAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        for (var i = 0; usesHistory && i < HistoryRuns; i++)
        {
            var result = await AttuneProgram.RunAsync(context.WorkFolder, SmallRun.Arguments, cancellationToken);
            if (result.Code != 0)
            {
                throw new InvalidOperationException($"The history could not be made: {result.Errors.Trim()}");
            }
        }
    }

    public override async ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var result = await AttuneProgram.RunAsync(context.WorkFolder, arguments, cancellationToken);
        if (result.Code != exitCode || !(result.Output + result.Errors).Contains(output, StringComparison.Ordinal))
        {
            throw new InvalidOperationException(
                $"'attune {string.Join(' ', arguments)}' ended with {result.Code} instead of {exitCode}, or did not print '{output}': {result.Errors.Trim()}");
        }
    }
}
