using Attune.Lab.Load;

namespace Attune.Lab.Stress;

/// <summary>Raises the load until the target degrades, then searches for the highest load that holds.</summary>
public static class StressTest
{
    /// <summary>Climbs from <see cref="StressOptions.From"/> by <see cref="StressOptions.Step"/> to the first degraded level, and bisects below it.</summary>
    /// <param name="options">How to climb, and what is degraded.</param>
    /// <param name="level">Runs one level; it bounds the level in time and requests.</param>
    /// <param name="progress">Told before and after each level.</param>
    /// <param name="time">Clock of the rests between levels; the system's when null.</param>
    /// <param name="cancellationToken">Ends the test early: what was found so far is returned, marked as stopped.</param>
    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">An option is not allowed.</exception>
    /// <exception cref="OperationCanceledException">The test was stopped before the end of its first level.</exception>
    public static async Task<StressResult> RunAsync(
        StressOptions options, Func<double, CancellationToken, Task<LoadResult>> level, IProgress<StressProgress>? progress = null,
        TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(level);
        options.Validate();
        var steps = new List<StressStep>();
        try
        {
            await ClimbAsync();
            await SearchAsync();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested && steps.Count > 0)
        {
            // What was measured before is the result.
        }

        return Conclude(options, steps, cancellationToken.IsCancellationRequested);

        async Task ClimbAsync()
        {
            for (var load = options.From; ; load = Math.Min(load + options.Step, options.To))
            {
                if (await TryAsync(load, isSearching: false) is not null || load >= options.To)
                {
                    return;
                }
            }
        }

        async Task SearchAsync()
        {
            if (!options.Bisect || steps is not [.., { Degradation: null } last, { Degradation: not null } first])
            {
                return;
            }

            var (good, bad) = (last.Load, first.Load);
            var resolution = options.Resolution > 0 ? options.Resolution : Math.Max(1, options.Step / 8);
            while (bad - good > resolution)
            {
                // Users are whole; so is a rate worth trying.
                var middle = Math.Round((good + bad) / 2, MidpointRounding.ToEven);
                if (middle <= good || middle >= bad)
                {
                    return;
                }

                (good, bad) = await TryAsync(middle, isSearching: true) is null ? (middle, bad) : (good, middle);
            }
        }

        async Task<string?> TryAsync(double load, bool isSearching)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (steps.Count > 0 && options.Cooldown > TimeSpan.Zero)
            {
                await Task.Delay(options.Cooldown, time ?? TimeProvider.System, cancellationToken);
            }

            progress?.Report(new StressProgress(load, isSearching, null));
            var result = await level(load, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            var step = new StressStep(load, result, null);
            step = step with { Degradation = Degradation(options, step) };
            steps.Add(step);
            progress?.Report(new StressProgress(load, isSearching, step));
            return step.Degradation;
        }
    }

    private static string? Degradation(StressOptions options, StressStep step)
    {
        var p95 = step.Result.Latency.Percentile(95) * 1000;
        return step.Result switch
        {
            { Succeeded: 0 } => "nothing succeeded",
            { AbortReason: { } reason } => $"the run ended early: {reason}",
            _ when step.SuccessRate < options.MinSuccessRate => $"success {step.SuccessRate * 100:0.##} % is below {options.MinSuccessRate * 100:0.##} %",
            _ when p95 > options.MaxP95Ms => $"p95 {p95:#,0.#} ms is over {options.MaxP95Ms:#,0.#} ms",
            _ => null,
        };
    }

    private static StressResult Conclude(StressOptions options, List<StressStep> steps, bool stopped)
    {
        var degraded = steps.Where(step => step.Degradation is not null).MinBy(step => step.Load);
        var held = steps.Where(step => step.Degradation is null && !(step.Load >= degraded?.Load)).MaxBy(step => step.Load);
        return new StressResult
        {
            Target = steps[0].Result.Target,
            LoadUnit = options.Unit == LoadUnit.Users ? "users" : "requests/s",
            Steps = steps,
            DegradationPoint = degraded?.Load,
            DegradationCause = degraded?.Degradation,
            MaximumSustainableLoad = held?.Load,
            Scalability = ScalabilityFit.Of(steps.Select(step => (step.Concurrency, step.Throughput))),
            MinSuccessRate = options.MinSuccessRate,
            MaxP95Ms = options.MaxP95Ms,
            Stopped = stopped,
        };
    }
}
