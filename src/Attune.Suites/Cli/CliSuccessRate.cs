using Attune.Lab.Benchmarks;
using Attune.Suites.Workloads;

namespace Attune.Suites.Cli;

/// <summary>How many of the suite's commands end as they should.</summary>
internal sealed class CliSuccessRate(IReadOnlyList<CliBenchmark> commands)
    : RoomBenchmark(CliSuite.Name, "cli_success_rate", "Share of the suite's commands that end and print as they should")
{
    public override BenchmarkFigure Figure { get; } = BenchmarkFigure.Reported("%", Better.Higher);

    public override string? Unavailable => AttuneProgram.Unavailable;

    public override BenchmarkOptions Configure(BenchmarkOptions options) => options with { Iterations = 1, WarmupIterations = 0, TimeoutSeconds = 120 };

    public override async ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var succeeded = 0;
        foreach (var command in commands)
        {
            var folder = Directory.CreateDirectory(Path.Combine(context.WorkFolder, command.Name)).FullName;
            var own = new BenchmarkContext(folder, context.Parameters);
            try
            {
                await command.SetUpAsync(own, cancellationToken);
                await command.RunAsync(own, cancellationToken);
                succeeded++;
            }
            catch (InvalidOperationException error)
            {
                context.Note(command.Name, error.Message);
            }
        }

        context.Report(100.0 * succeeded / commands.Count);
    }
}
