using Attune.Streaming.Pipelines.DeadLetters;
using Attune.Streaming.Pipelines.Enrichment;
using Attune.Testing;
using FsCheck;
using FsCheck.Fluent;
using Barrier = Attune.Streaming.Pipelines.Running.Barrier;

namespace Attune.Streaming.Tests.Pipelines.Enrichment;

public sealed class EnrichStepTests
{
    private readonly Answers _answers = new();

    [Fact]
    public async Task Ordered_AnswersInAnyOrder_LeaveInTheOrderOfTheEvents()
    {
        await using var rig = new EnrichRig(_answers.AskAsync, new EnrichOptions());
        await rig.SendAsync(1, 2, -5, 3);
        _answers.Give(3, 2);
        await rig.Step.OnTickAsync(0, default);
        rig.Left.ShouldBeEmpty();
        _answers.Give(1);
        await rig.LeftAsync("r1", "r2", "|5", "r3");
        rig.Times.ShouldBe([10, 20, 30]);
    }

    [Fact]
    public async Task Unordered_AnswersInAnyOrder_LeaveAsTheyComeButCrossNoWatermark()
    {
        await using var rig = new EnrichRig(_answers.AskAsync, new EnrichOptions { Ordered = false });
        await rig.SendAsync(1, 2, 3, -5, 4);
        await rig.SendAsync(5);
        _answers.Give(5);
        await Eventually.TrueAsync(() => _answers.Calls.Count == 5);
        _answers.Give(3);
        await rig.LeftAsync("r3");
        _answers.Give(4, 1);
        await rig.LeftAsync("r3", "r1");
        _answers.Give(2);
        await Eventually.TrueAsync(async () =>
        {
            await rig.Step.OnTickAsync(0, default);
            return rig.Left.Count == 6;
        });
        rig.Left[..4].ShouldBe(["r3", "r1", "r2", "|5"]);
        rig.Left[4..].Order().ShouldBe(["r4", "r5"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AnyEvents_WithAnswersAtAnyTime_AllLeaveInTheirPlaceAndNeverMoreAtOnceThanAllowed(bool ordered)
    {
        var part = Gen.OneOf(Gen.Choose(0, 1000), Gen.Choose(0, 1000), Gen.Choose(0, 1000), Gen.Choose(-60, -1));
        var laws = from batches in Gen.ListOf(Gen.ArrayOf(part))
                   from concurrency in Gen.Choose(1, 6)
                   select (batches, concurrency);
        Prop.ForAll(laws.ToArbitrary(), law => CheckAsync([.. law.batches], law.concurrency, ordered).GetAwaiter().GetResult()).QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task AllPlacesTaken_TheNextEventWaits()
    {
        await using var rig = new EnrichRig(_answers.AskAsync, new EnrichOptions { Concurrency = 2 });
        var sent = rig.SendAsync(1, 2, 3);
        await Eventually.TrueAsync(() => _answers.Calls.Count == 2);
        sent.IsCompleted.ShouldBeFalse();
        _answers.Give(1);
        await sent;
        _answers.Calls.ShouldBe([1, 2, 3]);
        rig.Left.ShouldBe(["r1"]);
    }

    [Fact]
    public async Task Barrier_WaitsForWhatIsUnderWay()
    {
        await using var rig = new EnrichRig(_answers.AskAsync, new EnrichOptions { Ordered = false });
        await rig.SendAsync(1, 2);
        var barrier = rig.Step.OnBarrierAsync(new Barrier(1), default).AsTask();
        _answers.Give(2);
        await Eventually.TrueAsync(() => rig.Left.Count == 1);
        barrier.IsCompleted.ShouldBeFalse();
        _answers.Give(1);
        await barrier;
        rig.Left.ShouldBe(["r2", "r1", "barrier"]);
    }

    [Fact]
    public async Task Call_WithoutAnAnswerInTime_IsRepeatedWithLongerPausesThenADeadLetter()
    {
        var (begun, cancelled) = (new List<TimeSpan>(), 0);
        EnrichRig? rig = null;
        rig = new EnrichRig(
            async (_, token) =>
            {
                begun.Add(rig!.Time.GetUtcNow() - new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
                try
                {
                    await Task.Delay(Timeout.Infinite, token);
                }
                catch (OperationCanceledException)
                {
                    Interlocked.Increment(ref cancelled);
                    throw;
                }

                return "";
            },
            new EnrichOptions { Timeout = TimeSpan.FromSeconds(1), Retries = 3, RetryDelay = TimeSpan.FromMilliseconds(100) });
        await using var _ = rig;
        await rig.SendAsync(7);
        foreach (var step in new[] { 1000, 100, 1000, 200, 1000, 400, 1000 })
        {
            await Eventually.TrueAsync(() => rig.Time.ActiveTimers == 1);
            rig.Time.Advance(TimeSpan.FromMilliseconds(step));
        }

        await rig.EndAsync();
        begun.Select(each => each.TotalMilliseconds).ShouldBe([0, 1100, 2300, 3700]);
        await Eventually.TrueAsync(() => Volatile.Read(ref cancelled) == 4);
        var letter = (await rig.LettersAsync()).ShouldHaveSingleItem();
        (letter.Reason, letter.Stage, letter.Content).ShouldBe((StreamDeadLetterReasons.EnrichTimeout, "1-enrich", "7"));
        rig.Left.ShouldBe(["end"]);
    }

    [Fact]
    public async Task Call_ThatDoesNotHeedItsToken_IsGivenUp()
    {
        var never = new TaskCompletionSource<string>();
        await using var rig = new EnrichRig((item, _) => item == 1 ? new ValueTask<string>(never.Task) : new ValueTask<string>("r2"), new EnrichOptions { Retries = 0 });
        await rig.SendAsync(1, 2);
        rig.Time.Advance(TimeSpan.FromSeconds(5));
        await rig.LeftAsync("r2");
        (await rig.LettersAsync()).ShouldHaveSingleItem().Reason.ShouldBe(StreamDeadLetterReasons.EnrichTimeout);
        never.SetException(new InvalidOperationException("much later"));
    }

    [Fact]
    public async Task Call_ThatFailsOnce_IsRepeatedAndItsResultLeaves()
    {
        await using var rig = new EnrichRig(_answers.AskAsync, new EnrichOptions { Timeout = TimeSpan.FromHours(1) });
        await rig.SendAsync(1, 2);
        _answers.Fail(1, new InvalidOperationException("not now"));
        await Eventually.TrueAsync(() =>
        {
            rig.Time.Advance(TimeSpan.FromMilliseconds(10));
            return _answers.Calls.Count == 3;
        });
        _answers.Give(1, 2);
        await rig.LeftAsync("r1", "r2");
        _answers.Calls.Count(call => call == 1).ShouldBe(2);
        (await rig.LettersAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task PoisonEvents_BecomeDeadLettersAndTheOthersPass()
    {
        await using var rig = new EnrichRig(
            (item, _) => item switch
            {
                1 => throw new InvalidOperationException("at once"),
                2 => ValueTask.FromException<string>(new InvalidOperationException("in the task")),
                3 => throw new OperationCanceledException("its own"),
                4 => ValueTask.FromException<string>(new TimeoutException("its own")),
                _ => new ValueTask<string>($"r{item}"),
            },
            new EnrichOptions { Retries = 1, RetryDelay = TimeSpan.Zero });
        await rig.SendAsync(0, 1, 2, 3, 4, 5);
        await rig.EndAsync();
        rig.Left.ShouldBe(["r0", "r5", "end"]);
        var letters = await rig.LettersAsync();
        letters.Select(letter => letter.Content).ShouldBe(["1", "2", "3", "4"]);
        letters.ShouldAllBe(letter => letter.Reason == StreamDeadLetterReasons.EnrichFailed);
        letters[0].Detail.ShouldBe("InvalidOperationException: at once");
    }

    [Fact]
    public async Task Stop_WithCallsUnderWay_CancelsThemAndLetsNoBarrierPassWithoutThem()
    {
        using var stop = new CancellationTokenSource();
        await using var rig = new EnrichRig(_answers.AskAsync, new EnrichOptions { Concurrency = 1 });
        var sent = rig.Step.OnBatchAsync(EnrichRig.Batch(1, 2), stop.Token).AsTask();
        await Eventually.TrueAsync(() => _answers.Calls.Count == 1);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => sent);
        await Should.ThrowAsync<OperationCanceledException>(async () => await rig.Step.OnBarrierAsync(new Barrier(1), default));
        rig.Left.ShouldBeEmpty();
        (await rig.LettersAsync()).ShouldBeEmpty();
    }

    private static async Task CheckAsync(int[][] batches, int concurrency, bool ordered)
    {
        var (running, most) = (0, 0);
        await using var rig = new EnrichRig(
            async (item, _) =>
            {
                lock (batches)
                {
                    most = Math.Max(most, ++running);
                }

                for (var i = item % 7; i > 0; i--)
                {
                    await Task.Yield();
                }

                lock (batches)
                {
                    running--;
                }

                return $"r{item}";
            },
            new EnrichOptions { Concurrency = concurrency, Ordered = ordered });

        var (expected, watermark) = (new List<string>(), 0);
        for (var i = 0; i < batches.Length; i++)
        {
            await rig.SendAsync(batches[i]);
            foreach (var each in batches[i])
            {
                if (each >= 0)
                {
                    expected.Add($"r{each}");
                }
                else if (-each > watermark)
                {
                    expected.Add($"|{watermark = -each}");
                }
            }

            if (i % 3 == 2)
            {
                await rig.Step.OnBarrierAsync(new Barrier(i), default);
                expected.Add("barrier");
            }
        }

        await rig.EndAsync();
        expected.Add("end");

        // A watermark that does not move on may be sent again by the next batch, and says nothing.
        List<string> left = [.. WithoutIdleMarks(rig.Left)];
        if (!ordered)
        {
            (left, expected) = (SortedSegments(left), SortedSegments(expected));
        }

        left.ShouldBe(expected);
        most.ShouldBeInRange(expected.Any(each => each[0] == 'r') ? 1 : 0, concurrency);
    }

    private static IEnumerable<string> WithoutIdleMarks(IEnumerable<string> left)
    {
        var watermark = 0;
        foreach (var each in left)
        {
            if (each[0] != '|')
            {
                yield return each;
            }
            else if (int.Parse(each[1..]) > watermark)
            {
                watermark = int.Parse(each[1..]);
                yield return each;
            }
        }
    }

    /// <summary>Sorts the results between two watermarks or barriers.</summary>
    private static List<string> SortedSegments(IReadOnlyList<string> left)
    {
        var (sorted, segment) = (new List<string>(), new List<string>());
        foreach (var each in left)
        {
            if (each[0] == 'r')
            {
                segment.Add(each);
                continue;
            }

            sorted.AddRange(segment.Order());
            sorted.Add(each);
            segment.Clear();
        }

        return sorted;
    }
}
