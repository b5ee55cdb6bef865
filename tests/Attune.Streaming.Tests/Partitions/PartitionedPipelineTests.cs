using Attune.Streaming.Partitions;

namespace Attune.Streaming.Tests.Partitions;

public class PartitionedPipelineTests
{
    private static readonly DateTime Time = new(2002, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Keeps what it saw until a watermark; fails on a negative number.</summary>
    private sealed class Collector : IPartitionProcessor<int, int>
    {
        private readonly List<int> _seen = [];

        public void Process(in int record) => _seen.Add(record >= 0 ? record : throw new InvalidOperationException("negative"));

        public void AdvanceWatermark(DateTime watermark, ICollection<int> closed)
        {
            foreach (var number in _seen)
            {
                closed.Add(number);
            }

            _seen.Clear();
        }
    }

    private static PartitionedPipeline<int, int> Create(Func<DateTime, IReadOnlyList<int>, Task> onWatermark, int partitions = 4, int capacity = 1) =>
        new(partitions, capacity, number => (uint)Math.Abs(number), _ => new Collector(), onWatermark);

    [Fact]
    public async Task SendAsync_ManyBatches_EachWatermarkBringsExactlyWhatCameBeforeIt()
    {
        var reports = new List<(DateTime Time, int[] Numbers)>();
        await using (var pipeline = Create((time, numbers) =>
        {
            reports.Add((time, [.. numbers.Order()]));
            return Task.CompletedTask;
        }))
        {
            for (var i = 0; i < 200; i++)
            {
                await pipeline.SendAsync([.. Enumerable.Range(i * 10, 10)], i % 2 == 1 ? Time.AddSeconds(i) : null);
            }

            await pipeline.DrainAsync();
        }

        reports.Count.ShouldBe(100);
        reports.SelectMany(report => report.Numbers).ShouldBe(Enumerable.Range(0, 2000));
        reports.Select(report => report.Time).ShouldBeInOrder();
    }

    [Fact]
    public async Task SendAsync_SlowReceiver_HoldsTheSenderBack()
    {
        var gate = new TaskCompletionSource();
        await using var pipeline = Create(async (_, _) => await gate.Task, partitions: 1, capacity: 1);
        var sent = 0;
        var sending = Task.Run(async () =>
        {
            for (; sent < 100; sent++)
            {
                await pipeline.SendAsync([sent], Time.AddSeconds(sent));
            }
        });
        await Task.WhenAny(sending, Task.Delay(200));
        sent.ShouldBeLessThan(20);
        gate.SetResult();
        await sending;
        sent.ShouldBe(100);
    }

    [Fact]
    public async Task SendAsync_AfterAProcessorFailed_ThrowsItsError()
    {
        var pipeline = Create((_, _) => Task.CompletedTask);
        await pipeline.SendAsync([-1], null);
        (await Should.ThrowAsync<InvalidOperationException>(async () =>
        {
            for (var i = 0; i < 100_000; i++)
            {
                await pipeline.SendAsync([1, 2, 3, 4], Time.AddSeconds(i));
            }
        })).Message.ShouldBe("negative");
        await Should.ThrowAsync<InvalidOperationException>(async () => await pipeline.DisposeAsync());
    }

    [Fact]
    public async Task DrainAsync_WhenTheReceiverFailed_ThrowsItsError()
    {
        var pipeline = Create((_, _) => throw new InvalidOperationException("receiver"));
        await pipeline.SendAsync([1], Time);
        (await Should.ThrowAsync<InvalidOperationException>(() => pipeline.DrainAsync())).Message.ShouldBe("receiver");
    }

    [Fact]
    public async Task DisposeAsync_Twice_IsFine()
    {
        var pipeline = Create((_, _) => Task.CompletedTask);
        await pipeline.DisposeAsync();
        await pipeline.DisposeAsync();
    }
}
