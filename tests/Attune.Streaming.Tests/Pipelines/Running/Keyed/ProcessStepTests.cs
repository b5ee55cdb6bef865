using Attune.Streaming.Pipelines.Batches;
using Attune.Streaming.Pipelines.DeadLetters;
using Attune.Streaming.Pipelines.Keys;
using Attune.Streaming.Pipelines.Processing;
using Attune.Streaming.Pipelines.Running;
using Attune.Streaming.Pipelines.Running.Keyed;
using Attune.Streaming.Pipelines.Running.Meters;
using Attune.Testing;
using Barrier = Attune.Streaming.Pipelines.Running.Barrier;

namespace Attune.Streaming.Tests.Pipelines.Running.Keyed;

public sealed class ProcessStepTests : IReceiver<long>
{
    private readonly List<long> _left = [];

    [Fact]
    public async Task Timers_OfStatesThatWereLetGo_DoNotPileUp()
    {
        var time = new ManualTimeProvider();
        var meter = new PipelineMeter("test", time);
        await using var letters = new DeadLetterRoute(meter, null, time);
        var keys = new KeySelection<int, int>(static item => item % 100, new());
        var context = new StepContext("test", "1-process", 0, time, letters);
        var step = new ProcessStep<int, int, int, long>(new Forgetful(), keys, new(context, 1, meter, meter.AddStage("1-process", 1), []), this);
        var local = new LocalKeyStep<int, int>(keys, context, step);
        var batch = new Batch<int>();
        for (var i = 0; i < 50_000; i++)
        {
            batch.Add(i, i);
        }

        await local.OnBatchAsync(batch, default);
        step.WaitingTimers.ShouldBeLessThan(3000);

        batch.Clear();
        batch.AddMark(1_000_000);
        await local.OnBatchAsync(batch, default);
        _left.ShouldBe(Enumerable.Range(0, 10).Select(key => 500_000L + key), "the last event of these keys set a timer and did not clear");
        step.WaitingTimers.ShouldBe(0);
    }

    ValueTask IReceiver<long>.OnBatchAsync(Batch<long> batch, CancellationToken cancellationToken)
    {
        _left.AddRange(batch.Items);
        return default;
    }

    ValueTask IReceiver<long>.OnBarrierAsync(Barrier barrier, CancellationToken cancellationToken) => default;

    ValueTask IReceiver<long>.OnTickAsync(long now, CancellationToken cancellationToken) => default;

    ValueTask IReceiver<long>.OnEndAsync(CancellationToken cancellationToken) => default;

    /// <summary>Sets the same timer of its key for each event; all but the first ten keys then forget everything, and these do so until their last event.</summary>
    private sealed class Forgetful : KeyedProcessor<int, int, int, long>
    {
        public override int Create(int key) => 0;

        public override void Process(ref int state, in int item, ProcessContext<int, long> context)
        {
            context.SetTimer(500_000 + context.Key);
            if (context.Key >= 10 || item < 49_900)
            {
                context.Clear();
            }
        }

        public override void OnTimer(ref int state, long timer, ProcessContext<int, long> context) => context.Emit(timer);
    }
}
