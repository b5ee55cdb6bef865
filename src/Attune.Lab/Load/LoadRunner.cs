namespace Attune.Lab.Load;

/// <summary>Runs load tests.</summary>
public static class LoadRunner
{
    /// <summary>Runs a scenario to its end, a bound, or the first failed threshold if it asks for that.</summary>
    /// <param name="scenario">What to do.</param>
    /// <param name="progress">Told about once a second.</param>
    /// <param name="cancellationToken">Ends the run early: the result so far is returned, with an <see cref="LoadResult.AbortReason"/>.</param>
    /// <exception cref="LoadException">The scenario is not allowed, its data cannot be read, or its target is unknown or another machine.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled before it began.</exception>
    public static async Task<LoadResult> RunAsync(
        LoadScenario scenario, IProgress<LoadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        scenario.Validate();
        var endpoint = await TargetResolution.ResolveAsync(scenario.Target!, scenario.AllowRemote, cancellationToken);
        var plan = new LoadPlan(scenario, endpoint);
        using var control = new RunControl(plan);
        using var engine = EngineFor(plan, control);
        var collector = new LoadCollector(plan, control, engine, progress);
        await using var cancellation = cancellationToken.Register(() =>
        {
            collector.AbortReason = "cancelled";
            control.Stop();
        });
        return await collector.WatchAsync(Task.Run(engine.RunAsync, CancellationToken.None));
    }

    private static ILoadEngine EngineFor(LoadPlan plan, RunControl control) =>
        plan.Scenario.Protocol == LoadProtocol.Http1 && !plan.IsTls && PollSet.IsSupported
            ? new Http1Engine(plan, control)
            : new SessionEngine(plan, control);
}
