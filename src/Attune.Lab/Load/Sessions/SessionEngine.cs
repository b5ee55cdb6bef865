using System.Diagnostics;

namespace Attune.Lab.Load;

/// <summary>Everything but plain HTTP/1.1 on Linux: tasks that each hold a session and send over it, one request at a time.</summary>
internal sealed class SessionEngine(LoadPlan plan, RunControl control) : ILoadEngine, IDisposable
{
    private const int MostOpening = 64;
    private static readonly TimeSpan LongestPreparation = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(1);

    /// <summary>A timer may end a little before its time; a user who has paused until then must not fail for it.</summary>
    private static readonly long TimerSlack = Clock.Ticks(0.02);

    private static readonly TimeSpan LevelInterval = TimeSpan.FromMilliseconds(20);

    private readonly LoadTally _tally = new();
    private readonly CancellationTokenSource _end = new();
    private readonly List<HttpMessageInvoker> _invokers = [];
    private int _open;
    private string _lastCause = "connection refused";

    public IReadOnlyList<LoadTally> Tallies => [_tally];

    private CancellationToken End => _end.Token;

    public async Task RunAsync()
    {
        await using var stopping = control.Stopping.Register(_end.Cancel);
        var slots = Enumerable.Range(0, plan.Slots).Select(number => new SessionSlot(number, CreateSession(number))).ToList();
        try
        {
            await PrepareAsync(slots);
            control.Begin();
            _end.CancelAfter(TimeSpan.FromSeconds(Math.Max(0, Clock.Seconds(control.HardEnd - Stopwatch.GetTimestamp()))));
            if (plan.IsOpen)
            {
                var pacer = new ArrivalPacer(plan, control);
                pacer.Start();
                await Task.WhenAll(slots.Select(slot => Task.Run(() => SendDueAsync(slot, pacer))));
            }
            else
            {
                await Task.WhenAll(slots.Select(slot => Task.Run(() => BeUserAsync(slot))));
            }
        }
        finally
        {
            foreach (var slot in slots)
            {
                await slot.Session.DisposeAsync();
            }
        }
    }

    public void Dispose()
    {
        _invokers.ForEach(invoker => invoker.Dispose());
        _end.Dispose();
    }

    private ILoadSession CreateSession(int number)
    {
        var isShared = plan.Scenario.Protocol == LoadProtocol.Http2;
        var wanted = isShared ? Math.Min(plan.Scenario.Connections, plan.Slots) : 1;
        if (_invokers.Count < wanted)
        {
            _invokers.Add(new HttpTransport(plan, control, _tally).Create(isShared ? 1 : plan.Slots));
        }

        var invoker = _invokers[number % wanted];
        return plan.Scenario.Protocol switch
        {
            LoadProtocol.WebSocket => new WebSocketSession(plan, invoker, _tally),
            LoadProtocol.Mcp => new McpSession(plan, invoker, _tally),
            _ => new HttpSession(plan, invoker),
        };
    }

    /// <summary>Opens the sessions that the run starts with; what fails is tried again, and counted, while it runs.</summary>
    private async Task PrepareAsync(List<SessionSlot> slots)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(End);
        limit.CancelAfter(LongestPreparation);
        var options = new ParallelOptions { MaxDegreeOfParallelism = MostOpening };
        try
        {
            await Parallel.ForEachAsync(slots.Where(slot => plan.IsOpen || slot.Number < Level(0)), options, async (slot, _) => await TryOpenAsync(slot, limit.Token));
        }
        catch (OperationCanceledException) when (End.IsCancellationRequested)
        {
            // Stopped before it began: a run without requests.
        }
    }

    private async Task SendDueAsync(SessionSlot slot, ArrivalPacer pacer)
    {
        try
        {
            while (!End.IsCancellationRequested)
            {
                var isOpen = await TryOpenAsync(slot, End);
                if (!isOpen && Volatile.Read(ref _open) > 0)
                {
                    await Task.Delay(slot.Pause(), End);
                }
                else if (!await pacer.Due.WaitToReadAsync(End))
                {
                    return;
                }
                else if (pacer.Due.TryRead(out var arrival))
                {
                    await (isOpen ? ExchangeAsync(slot, arrival.Sequence, arrival.Due) : FailAsync(arrival.Due));
                }
            }
        }
        catch (OperationCanceledException) when (End.IsCancellationRequested)
        {
        }
    }

    private async Task BeUserAsync(SessionSlot slot)
    {
        var think = ((ClosedModel)plan.Scenario.Model).Think;
        var random = new Random(HashCode.Combine(plan.Scenario.Seed, slot.Number));
        try
        {
            while (!End.IsCancellationRequested && Stopwatch.GetTimestamp() is var now && now < control.End)
            {
                if (slot.Number >= Level(Clock.Seconds(now - control.Start)))
                {
                    await Task.Delay(LevelInterval, End);
                    continue;
                }

                if (!control.TryClaim(out var sequence))
                {
                    return;
                }

                var isOpen = await TryOpenAsync(slot, End);
                now = Stopwatch.GetTimestamp();
                await (isOpen ? ExchangeAsync(slot, sequence, now) : FailAsync(now));
                var pause = think.Minimum + random.NextDouble() * (think.Maximum - think.Minimum);
                if (slot.Failures > 0)
                {
                    pause = slot.Pause() is var backoff && backoff > pause ? backoff : pause;
                }

                var left = TimeSpan.FromSeconds(Math.Max(0, Clock.Seconds(control.End - Stopwatch.GetTimestamp())));
                if (pause >= left)
                {
                    await Task.Delay(left, End);
                    return;
                }

                if (pause > TimeSpan.Zero)
                {
                    await Task.Delay(pause, End);
                }
            }
        }
        catch (OperationCanceledException) when (End.IsCancellationRequested)
        {
        }
    }

    private int Level(double seconds) => (int)Math.Round(plan.Curve.LevelAt(seconds));

    /// <summary>Opens the slot's session if it is not open and not waiting after a failure.</summary>
    private async Task<bool> TryOpenAsync(SessionSlot slot, CancellationToken cancellationToken)
    {
        if (slot.Session.IsOpen || Stopwatch.GetTimestamp() + TimerSlack < slot.RetryAt)
        {
            return slot.Session.IsOpen;
        }

        MarkOpen(slot, isOpen: false);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(plan.Scenario.Timeout);
        try
        {
            await slot.Session.OpenAsync(limit.Token);
            MarkOpen(slot, isOpen: true);
            return true;
        }
        catch (Exception error) when (!End.IsCancellationRequested)
        {
            _lastCause = error is LoadException ? error.Message : ExceptionCauses.Of(error);
            BackOff(slot);
            return false;
        }
    }

    private async Task ExchangeAsync(SessionSlot slot, long sequence, long intended)
    {
        var isMeasured = intended >= control.MeasureFrom;
        if (isMeasured)
        {
            _tally.Start();
        }

        var random = plan.RandomOf(sequence);
        var request = plan.Choose(ref random);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(End);
        limit.CancelAfter(plan.Scenario.Timeout);
        var sent = Stopwatch.GetTimestamp();
        try
        {
            var reply = await slot.Session.SendAsync(request, sequence, random, limit.Token);
            var now = Stopwatch.GetTimestamp();
            slot.Failures = 0;
            if (isMeasured)
            {
                var answer = new Answer(reply.Status, reply.Header, reply.Body.Span, Clock.Seconds(now - intended));
                _tally.Answer(intended, sent, reply.FirstByteAt, now, reply.Status, reply.Failure ?? request.Judge(answer));
            }
        }
        catch (Exception error)
        {
            // What is under way when a person stops the run has no outcome.
            var isOver = End.IsCancellationRequested;
            if (isMeasured && !(isOver && control.IsStopping))
            {
                _tally.Fail(isOver ? "no answer by the end of the run" : ExceptionCauses.Of(error));
            }

            BackOff(slot);
        }

        MarkOpen(slot, slot.Session.IsOpen);
    }

    private Task FailAsync(long intended)
    {
        if (intended >= control.MeasureFrom)
        {
            _tally.Start();
            _tally.Fail(_lastCause);
        }

        return Task.CompletedTask;
    }

    private static void BackOff(SessionSlot slot)
    {
        slot.Failures++;
        slot.RetryAt = Stopwatch.GetTimestamp() + Clock.Ticks(slot.Pause());
    }

    private void MarkOpen(SessionSlot slot, bool isOpen)
    {
        if (slot.IsCountedOpen != isOpen)
        {
            slot.IsCountedOpen = isOpen;
            Interlocked.Add(ref _open, isOpen ? 1 : -1);
        }
    }

    /// <summary>A session and what its task knows about it.</summary>
    private sealed class SessionSlot(int number, ILoadSession session)
    {
        public int Number { get; } = number;

        public ILoadSession Session { get; } = session;

        /// <summary>Failures in a row.</summary>
        public int Failures { get; set; }

        /// <summary>When to connect again.</summary>
        public long RetryAt { get; set; }

        public bool IsCountedOpen { get; set; }

        public TimeSpan Pause() => TimeSpan.FromTicks(Math.Min(LongestBackoff.Ticks, FirstBackoff.Ticks << Math.Clamp(Failures - 1, 0, 20)));
    }
}
