using Attune.Lab.Benchmarks;
using Attune.Lab.Benchmarks.Isolation;
using Attune.Storage.Benchmarks;
using Spectre.Console;

namespace Attune.Cli.Benchmarks;

/// <summary>Runs benchmarks and shows on standard error how far they are: the present one in a terminal, a line for each that is done.</summary>
internal static class RunProgressDisplay
{
    public static async Task<BenchmarkRun> RunAsync(
        IBenchmarkStore? store, IReadOnlyList<PlannedBenchmark> plan, BenchmarkSessionOptions options, int times, CancellationToken cancellationToken)
    {
        // One label makes the runs of one command known as A/A runs.
        options = times > 1 ? options with { Label = options.Label ?? $"repeated {TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm:ss}" } : options;
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        if (Console.IsErrorRedirected || !console.Profile.Capabilities.Interactive)
        {
            return await RunAllAsync(null, Console.Error.WriteLine);
        }

        return await console.Status().StartAsync(
            "Measuring the machine's noise ...",
            context => RunAllAsync(new StatusProgress(context), line => console.WriteLine(line)));

        async Task<BenchmarkRun> RunAllAsync(IProgress<BenchmarkProgress>? progress, Action<string> write)
        {
            var session = new BenchmarkSession(new BenchmarkRunner(), new IsolatedBenchmarkRunner(ChildCommand.Start), store);
            BenchmarkRun? run = null;
            for (var round = 0; round < times && !cancellationToken.IsCancellationRequested; round++)
            {
                var done = 0;
                run = await session.RunAsync(plan, options, progress, result => Tell(result, ++done), cancellationToken);
            }

            return run ?? throw new OperationCanceledException(cancellationToken);

            void Tell(BenchmarkResult result, int done)
            {
                // What cannot run takes no time and is in the table: no line for each of them.
                if (result.Outcome != BenchmarkOutcome.Unavailable)
                {
                    write(Describe(result, done, plan.Count));
                }
            }
        }
    }

    private static string Describe(BenchmarkResult result, int done, int total) =>
        $"[{done}/{total}] {result.Suite}/{result.Name}: {(result.Outcome == BenchmarkOutcome.Succeeded ? FigureFormat.Of(result.Value, result.Unit) : $"{BenchmarkRow.NameOf(result.Outcome)}: {result.Error}")}";

    private sealed class StatusProgress(StatusContext context) : IProgress<BenchmarkProgress>
    {
        public void Report(BenchmarkProgress value)
        {
            var stage = value.Stage switch
            {
                BenchmarkStage.SetUp => "getting ready",
                BenchmarkStage.Pilot => "finding the number of repetitions",
                BenchmarkStage.Warmup => $"warm-up {value.Iteration + 1}",
                BenchmarkStage.Measure => $"iteration {Math.Min(value.Iteration + 1, value.Iterations)} of {value.Iterations}",
                _ => "cleaning up",
            };
            context.Status(Markup.Escape($"{value.Suite}/{value.Name}: {stage}{(value.Value is { } figure ? $" ({FigureFormat.Of(figure)})" : "")}"));
        }
    }
}
