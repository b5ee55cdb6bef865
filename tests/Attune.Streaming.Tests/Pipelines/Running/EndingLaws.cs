using Attune.Streaming.Pipelines;
using Attune.Streaming.Pipelines.Sinks;
using Attune.Streaming.Pipelines.Sources;
using Attune.Streaming.Pipelines.Time;
using Attune.Streaming.Windows;
using Attune.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Streaming.Tests.Pipelines.Running;

/// <summary>However and whenever a pipeline ends, it does end.</summary>
public sealed class EndingLaws
{
    private enum Ending
    {
        Stop,
        Dispose,
        SinkFails,
        SourceFails,
    }

    [Fact]
    public void Pipeline_EndedAtAnyTime_EndsWithTheOutcomeOfItsEnding() => Prop.ForAll(
        (from ending in Gen.Elements(Enum.GetValues<Ending>())
         from first in Gen.Choose(1, 3)
         from second in Gen.Choose(1, 3)
         from after in Gen.Choose(0, 3000)
         select (ending, first, second, after)).ToArbitrary(),
        input => RunAsync(input.ending, input.first, input.second, input.after).WaitAsync(Eventually.Bound).GetAwaiter().GetResult())
        .QuickCheckThrowOnFailure();

    private static async Task<bool> RunAsync(Ending ending, int first, int second, int after)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var source = new GeneratorSource<Reading>(i =>
        {
            if (i == after)
            {
                reached.TrySetResult();
            }

            return i > after && ending == Ending.SourceFails ? throw new IOException("source") : new Reading((int)(i % 17), i, i * 3);
        });
        var written = 0L;
        var sink = new DelegateSink<Pane<int, long>>((items, _) => ending == Ending.SinkFails && (written += items.Length) > after / 20 ? throw new IOException("sink") : ValueTask.CompletedTask);
        var run = await Pipeline.From(source, StreamTimes.From<Reading>(reading => reading.Time))
            .KeyBy(reading => reading.Key, new KeyOptions<int> { Partitions = first })
            .Window(new TumblingWindows(TimeSpan.FromMilliseconds(100))).Aggregate(Attune.Streaming.Aggregates.Aggregates.Count<Reading>())
            .KeyBy(pane => pane.Key % 3, new KeyOptions<int> { Partitions = second })
            .Window(new TumblingWindows(TimeSpan.FromMilliseconds(500))).Aggregate(new SumOfCounts())
            .To("ending", sink)
            .StartAsync(new PipelineOptions { BatchSize = 16, BufferCapacity = 1 });
        await reached.Task;
        if (ending == Ending.Stop)
        {
            await run.StopAsync();
        }
        else if (ending == Ending.Dispose)
        {
            await run.DisposeAsync();
        }

        var error = await Record.ExceptionAsync(() => run.Completion);
        await run.DisposeAsync();
        return ending switch
        {
            Ending.Stop => error is null,
            Ending.Dispose => error is OperationCanceledException,
            Ending.SinkFails => error is IOException { Message: "sink" },
            _ => error is IOException { Message: "source" },
        };
    }
}
