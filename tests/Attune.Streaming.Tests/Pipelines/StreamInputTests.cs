using Attune.Streaming.Pipelines;
using Attune.Streaming.Pipelines.Batches;
using Attune.Streaming.Tests.Pipelines.Running;
using Attune.Testing;

namespace Attune.Streaming.Tests.Pipelines;

public sealed class StreamInputTests
{
    [Fact]
    public async Task Stop_WhileATickWaitsForASender_IsNoError()
    {
        var (time, sink, input) = (new ManualTimeProvider(), new GatedSink<int>(), new StreamInput<int>());
        await using var run = await input.Stream.To("input", sink).StartAsync(new PipelineOptions { Time = time });
        var batch = new Batch<int>();
        batch.Add(1, 1);
        var sending = input.SendAsync(batch).AsTask();
        await Eventually.TrueAsync(() => sink.Writes == 1 && time.ActiveTimers > 0);
        time.Advance(TimeSpan.FromSeconds(1));
        var stopped = run.StopAsync();
        sink.Open();
        await sending;
        await stopped;

        sink.Items.ShouldBe([1]);
        await Should.ThrowAsync<InvalidOperationException>(async () => await input.SendAsync(batch));
    }
}
