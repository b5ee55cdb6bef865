namespace Attune.Lab.Benchmarks.Running;

/// <summary>One benchmark on its way through the stages. The samples so far are kept whatever happens.</summary>
internal sealed class BenchmarkExecution(
    Benchmark benchmark, BenchmarkOptions options, BenchmarkContext context, StepGuard guard, TimeProvider time, Action<BenchmarkStage, int, int, double?> report)
{
    private const long MaxInvocations = 1L << 30;

    private readonly List<IterationSample> _samples = [];
    private readonly IterationMeter _meter = new(benchmark, options.Workers, context, time);
    private long _invocations = 1;
    private Peer? _peer;
    private Action _announce = () => { };

    public IReadOnlyList<IterationSample> Samples => _samples;

    /// <summary>Why the peer did not run; null if it did or there is none.</summary>
    public string? PeerUnavailable { get; private set; } = benchmark.Peer?.Unavailable;

    public async Task<(BenchmarkOutcome Outcome, string? Error)> RunAsync(CancellationToken cancellationToken)
    {
        var (outcome, error) = await CatchAsync(() => RunStagesAsync(cancellationToken), cancellationToken);
        if (!guard.HasRunawayStep)
        {
            Announce(BenchmarkStage.TearDown, 0, 1);
            var (tornDown, tearDownError) = await CatchAsync(() => guard.RunAsync("tear-down", _ => TearDownAsync(), CancellationToken.None), CancellationToken.None);
            if (outcome == BenchmarkOutcome.Succeeded)
            {
                (outcome, error) = (tornDown, tearDownError);
            }
        }

        return (outcome, error);
    }

    private static async Task<(BenchmarkOutcome Outcome, string? Error)> CatchAsync(Func<Task> stages, CancellationToken cancellationToken)
    {
        try
        {
            await stages();
            return (BenchmarkOutcome.Succeeded, null);
        }
        catch (StepStoppedException stopped)
        {
            return (stopped.Outcome, stopped.Message);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return (BenchmarkOutcome.Cancelled, "Stopped.");
        }
#pragma warning disable CA1031 // Whatever a benchmark throws is its result.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return (BenchmarkOutcome.Failed, Describe(error));
        }
    }

    /// <summary>A benchmark says by an <see cref="InvalidOperationException"/> what is wrong with its result; other types tell a person something.</summary>
    private static string Describe(Exception error) => error is InvalidOperationException ? error.Message : $"{error.GetType().Name}: {error.Message}";

    private async Task RunStagesAsync(CancellationToken cancellationToken)
    {
        Announce(BenchmarkStage.SetUp, 0, 1);
        await guard.RunAsync("set-up", token => benchmark.SetUpAsync(context, token).AsTask(), cancellationToken);
        await SetUpPeerAsync(cancellationToken);
        await FindInvocationsAsync(cancellationToken);
        await WarmUpAsync(cancellationToken);
        for (var i = 0; i < options.Iterations; i++)
        {
            Announce(BenchmarkStage.Measure, i, options.Iterations);
            await MeasurePairAsync(peerFirst: i % 2 == 1, cancellationToken);
        }

        Announce(BenchmarkStage.Measure, options.Iterations, options.Iterations);
    }

    /// <summary>Tells of a step that begins: whoever watches from another process takes silence for a hang.</summary>
    private void Announce(BenchmarkStage stage, int iteration, int iterations)
    {
        _announce = () => report(stage, iteration, iterations, LastValue);
        _announce();
    }

    private double? LastValue => _samples.LastOrDefault(sample => sample.Kind != SampleKind.Peer)?.Value;

    private async Task SetUpPeerAsync(CancellationToken cancellationToken)
    {
        if (PeerUnavailable is null && benchmark.Peer is { } peer)
        {
            _peer = peer;
            await TryPeerAsync("set-up", (rival, token) => rival.SetUpAsync(context, token).AsTask(), cancellationToken);
        }
    }

    /// <summary>Lets the peer do a step. A peer that fails is out of the comparison, and must not cost our own figure.</summary>
    /// <returns>Whether it did.</returns>
    private async Task<bool> TryPeerAsync(string what, Func<Peer, CancellationToken, Task> step, CancellationToken cancellationToken)
    {
        if (_peer is not { } peer || PeerUnavailable is not null)
        {
            return false;
        }

        _announce();
        try
        {
            await guard.RunAsync($"peer's {what}", token => step(peer, token), cancellationToken);
            return true;
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested && !guard.HasRunawayStep)
        {
            PeerUnavailable = Describe(error);
            _samples.RemoveAll(sample => sample.Kind == SampleKind.Peer);
            return false;
        }
    }

    private async Task FindInvocationsAsync(CancellationToken cancellationToken)
    {
        var wanted = TimeSpan.FromMilliseconds(options.MinIterationMs);
        if (benchmark.Figure.Source == FigureSource.Reported || wanted == TimeSpan.Zero)
        {
            return;
        }

        for (var round = 0; ; round++)
        {
            Announce(BenchmarkStage.Pilot, round, round + 1);
            var elapsed = TimeSpan.Zero;
            await guard.RunAsync("pilot", async token => elapsed = (await _meter.MeasureAsync(SampleKind.Warmup, _invocations, token)).Elapsed, cancellationToken);
            if (elapsed >= wanted || _invocations >= MaxInvocations)
            {
                return;
            }

            // Never more than tenfold at once: the first calls are compiled and slow, or lie below the clock's resolution.
            var growth = elapsed > TimeSpan.Zero ? Math.Clamp(1.1 * (wanted / elapsed), 1.5, 10) : 10;
            _invocations = Math.Min(MaxInvocations, (long)Math.Ceiling(_invocations * growth));
        }
    }

    private async Task WarmUpAsync(CancellationToken cancellationToken)
    {
        // What a benchmark reports itself says nothing of how warm it is.
        var most = benchmark.Figure.Source == FigureSource.Reported ? options.WarmupIterations : Math.Max(options.WarmupIterations, options.MaxWarmupIterations);
        var seconds = new List<double>();
        while (seconds.Count < options.WarmupIterations || (options.WarmupIterations > 0 && seconds.Count < most && !Warmup.IsOver(seconds)))
        {
            Announce(BenchmarkStage.Warmup, seconds.Count, most);
            var sample = await SampleAsync(SampleKind.Warmup, "warm-up", cancellationToken);
            seconds.Add(sample.Seconds);
            if (seconds.Count <= options.WarmupIterations)
            {
                await TryPeerAsync("warm-up", (peer, token) => peer.MeasureAsync(context, token).AsTask(), cancellationToken);
            }
        }
    }

    private async Task MeasurePairAsync(bool peerFirst, CancellationToken cancellationToken)
    {
        if (peerFirst)
        {
            await MeasurePeerAsync(cancellationToken);
            _announce();
        }

        await SampleAsync(SampleKind.Measured, "iteration", cancellationToken);
        if (!peerFirst)
        {
            await MeasurePeerAsync(cancellationToken);
        }
    }

    private async Task<IterationSample> SampleAsync(SampleKind kind, string what, CancellationToken cancellationToken)
    {
        IterationMeter.Measurement? measured = null;
        await guard.RunAsync(what, async token => measured = await _meter.MeasureAsync(kind, _invocations, token), cancellationToken);
        var sample = measured!.ToSample(kind, benchmark);
        _samples.Add(sample);
        return sample;
    }

    private async Task MeasurePeerAsync(CancellationToken cancellationToken)
    {
        var (value, start) = (0.0, time.GetTimestamp());
        if (await TryPeerAsync("iteration", async (peer, token) => value = await peer.MeasureAsync(context, token), cancellationToken))
        {
            _samples.Add(new IterationSample(SampleKind.Peer, value, time.GetElapsedTime(start).TotalSeconds, 1, 0, 0, 0));
        }
    }

    private async Task TearDownAsync()
    {
        try
        {
            if (_peer is not null)
            {
                await _peer.TearDownAsync(context);
            }
        }
        finally
        {
            await benchmark.TearDownAsync(context);
        }
    }
}
