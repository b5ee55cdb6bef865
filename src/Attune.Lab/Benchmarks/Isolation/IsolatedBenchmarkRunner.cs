using System.Diagnostics;

namespace Attune.Lab.Benchmarks.Isolation;

/// <summary>Runs each benchmark in a process of its own, which is killed when it hangs or takes too much memory.</summary>
/// <param name="start">Starts a process that calls <see cref="IsolatedBenchmarkHost.RunAsync"/> on its standard streams; they are redirected here.</param>
public sealed class IsolatedBenchmarkRunner(Func<ProcessStartInfo> start) : IBenchmarkRunner
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    /// <summary>How much longer than its own limit the child may be silent: it stops a benchmark itself where it can.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public async Task<BenchmarkResult> RunAsync(
        string suite,
        Benchmark benchmark,
        BenchmarkOptions options,
        IReadOnlyDictionary<string, string>? parameters = null,
        IProgress<BenchmarkProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(benchmark);
        ArgumentNullException.ThrowIfNull(options);
        parameters ??= new Dictionary<string, string>();
        var (startedAt, clock) = (TimeProvider.System.GetUtcNow(), Stopwatch.StartNew());
        var folder = Directory.CreateTempSubdirectory("attune-isolated-");
        using var process = Start(folder.FullName);
        var session = new IsolatedSession(process, progress);
        try
        {
            await AskAsync(process, new IsolationRequest(suite, benchmark.Name, options, parameters), cancellationToken);
            // The child's own memory limit is of what it adds; here the whole process counts, so that nothing escapes.
            var (outcome, error) = await WatchAsync(process, session, options, cancellationToken);
            return session.Result ?? Failure(outcome, error);
        }
        catch (OperationCanceledException)
        {
            return session.Result ?? Failure(BenchmarkOutcome.Cancelled, "Stopped.");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None);
            }

            folder.Delete(recursive: true);
        }

        BenchmarkResult Failure(BenchmarkOutcome outcome, string error) => new()
        {
            Suite = suite, Name = benchmark.Name, Description = benchmark.Description, Outcome = outcome, Error = error, Unit = benchmark.Figure.Unit,
            Better = benchmark.Figure.Better, Target = benchmark.Target, Parameters = parameters, StartedAt = startedAt, Duration = clock.Elapsed,
        };
    }

    /// <summary>Starts the child with a folder of its own for temporary files, so that those of a killed one go too.</summary>
    private Process Start(string folder)
    {
        var info = start();
        (info.Environment["TMPDIR"], info.Environment["TMP"], info.Environment["TEMP"]) = (folder, folder, folder);
        (info.RedirectStandardInput, info.RedirectStandardOutput, info.RedirectStandardError, info.UseShellExecute) = (true, true, true, false);
        return Process.Start(info) ?? throw new InvalidOperationException($"'{info.FileName}' did not start.");
    }

    private static async Task AskAsync(Process process, IsolationRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.WriteLineAsync(request.ToLine().AsMemory(), cancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended already: its exit code and its last words say why.
        }
    }

    private static async Task<(BenchmarkOutcome Outcome, string Error)> WatchAsync(
        Process process, IsolatedSession session, BenchmarkOptions options, CancellationToken cancellationToken)
    {
        var reading = session.ReadAsync();
        while (await Task.WhenAny(reading, Task.Delay(Poll, CancellationToken.None)) != reading)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return (BenchmarkOutcome.Cancelled, "Stopped.");
            }

            if (session.Silence.TotalSeconds > options.TimeoutSeconds + Grace.TotalSeconds)
            {
                return (BenchmarkOutcome.TimedOut, $"The {session.Stage} took longer than {options.TimeoutSeconds:0.###} s; its process was killed.");
            }

            if (WorkingSetMb(process) is var used && used > options.MemoryLimitMb)
            {
                return (BenchmarkOutcome.OutOfMemory, $"The process used {used:N0} MiB; {options.MemoryLimitMb:N0} MiB are allowed. It was killed.");
            }
        }

        await process.WaitForExitAsync(cancellationToken);
        return (BenchmarkOutcome.Failed, $"The benchmark's process ended with exit code {process.ExitCode}{session.LastError}.");
    }

    private static double WorkingSetMb(Process process)
    {
        try
        {
            process.Refresh();
            return process.HasExited ? 0 : process.WorkingSet64 / (double)(1 << 20);
        }
        catch (InvalidOperationException)
        {
            // It ended between the two questions.
            return 0;
        }
    }
}
