namespace Attune.Lab.Load;

/// <summary>Plain HTTP/1.1 on Linux: a few threads, each with its own epoll, connections and counts, that share nothing while they run.</summary>
/// <remarks>
/// Measured against the trivial Kestrel endpoint on 2 cores of an AMD EPYC that also ran the server, 64 connections, by turns: raw epoll
/// 129–138k requests/s at 5.9–6.2 µs client CPU each, SocketAsyncEventArgs with inlined completions 96–121k at 6.8–7.1 µs, wrk 112–117k
/// at 7.6–7.9 µs. Edge-triggered epoll gained nothing over level-triggered.
/// </remarks>
internal sealed class Http1Engine : ILoadEngine
{
    private const int MostWorkersByDefault = 8;

    private readonly LoadPlan _plan;
    private readonly RunControl _control;
    private readonly LoadTally[] _tallies;

    public Http1Engine(LoadPlan plan, RunControl control)
    {
        _plan = plan;
        _control = control;
        var wanted = plan.Scenario.Workers > 0 ? plan.Scenario.Workers : Math.Min(Environment.ProcessorCount, MostWorkersByDefault);
        _tallies = [.. Enumerable.Range(0, Math.Clamp(wanted, 1, plan.Slots)).Select(_ => new LoadTally())];
    }

    public IReadOnlyList<LoadTally> Tallies => _tallies;

    public async Task RunAsync()
    {
        using var ready = new Barrier(_tallies.Length, _ => _control.Begin());
        await Task.WhenAll(_tallies.Select((tally, index) => RunOnThread(index, tally, ready)));
    }

    public void Dispose()
    {
    }

    private Task RunOnThread(int index, LoadTally tally, Barrier ready)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                using Http1Worker worker = _plan.IsOpen
                    ? new OpenHttp1Worker(_plan, _control, tally, index, _tallies.Length)
                    : new ClosedHttp1Worker(_plan, _control, tally, index, _tallies.Length);
                worker.Prepare();
                ready.SignalAndWait();
                worker.Run();
                done.SetResult();
            }
            catch (Exception error)
            {
                // The others must neither wait for this one at the start nor go on without it.
                _control.Stop();
                ready.RemoveParticipant();
                done.SetException(error);
            }
        })
        {
            IsBackground = true,
            Name = $"attune-load-{index}",
        };
        thread.Start();
        return done.Task;
    }
}
