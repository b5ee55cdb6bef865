using Attune.Streaming.Pipelines.Running;
using Attune.Streaming.Pipelines.Running.Meters;
using Attune.Streaming.Pipelines.Running.Stages;
using Barrier = Attune.Streaming.Pipelines.Running.Barrier;

namespace Attune.Streaming.Tests.Pipelines.Running.Stages;

public sealed class InboxTests
{
    private readonly PipelineMeter _meter = new("inbox", TimeProvider.System);

    [Fact]
    public async Task Wait_WhenFull_TakesTheBatchWhenThereIsRoom()
    {
        var inbox = Create(OverflowPolicy.Wait, capacity: 1);
        await inbox.SendAsync(0, new Part(1, 10));
        var waiting = inbox.SendAsync(0, new Part(2, 20)).AsTask();
        waiting.IsCompleted.ShouldBeFalse();

        Take(inbox).ShouldBe("batch 1");
        await waiting;
        Take(inbox).ShouldBe("batch 2");
        inbox.TryTake(out _, out _).ShouldBeFalse();
    }

    [Fact]
    public async Task DropNewest_WhenFull_KeepsTheWatermarksOfWhatItDrops()
    {
        var inbox = Create(OverflowPolicy.DropNewest, capacity: 2);
        var parts = Enumerable.Range(1, 5).Select(i => new Part(i, i * 10)).ToArray();
        foreach (var part in parts)
        {
            await inbox.SendAsync(0, part);
        }

        TakeAll(inbox).ShouldBe(["batch 1", "batch 2", "watermark 50"]);
        parts.Select(part => part.IsReleased).ShouldBe([false, false, true, true, true]);
        _meter.Snapshot(null).Dropped.ShouldBe(3 * Part.Items);
    }

    [Fact]
    public async Task DropOldest_WhenFull_LeavesItsWatermarkInItsPlace()
    {
        var inbox = Create(OverflowPolicy.DropOldest, capacity: 2);
        var parts = Enumerable.Range(1, 5).Select(i => new Part(i, i * 10)).ToArray();
        foreach (var part in parts)
        {
            await inbox.SendAsync(0, part);
            inbox.Post(0, new Message<Part>(MessageKind.Tick, Time: part.Number));
        }

        TakeAll(inbox).ShouldBe(["watermark 10", "tick 5", "watermark 30", "batch 4", "batch 5"]);
        parts.Select(part => part.IsReleased).ShouldBe([true, true, true, false, false]);
        _meter.Snapshot(null).Dropped.ShouldBe(3 * Part.Items);
    }

    [Theory]
    [InlineData(OverflowPolicy.DropNewest)]
    [InlineData(OverflowPolicy.DropOldest)]
    public async Task Barrier_StaysBehindWhatWasSentBefore_WhateverIsDropped(OverflowPolicy policy)
    {
        var inbox = Create(policy, capacity: 1);
        await inbox.SendAsync(0, new Part(1, 10));
        inbox.Post(0, new Message<Part>(MessageKind.Barrier, Barrier: new Barrier(7)));
        await inbox.SendAsync(0, new Part(2, 20));
        inbox.Post(0, new Message<Part>(MessageKind.End));

        TakeAll(inbox).ShouldBe(policy == OverflowPolicy.DropNewest
            ? ["batch 1", "barrier 7", "watermark 20", "end"]
            : ["watermark 10", "barrier 7", "batch 2", "end"]);
    }

    [Fact]
    public async Task LongStall_KeepsFewMessages()
    {
        var inbox = Create(OverflowPolicy.DropOldest, capacity: 1);
        for (var i = 1; i <= 1000; i++)
        {
            await inbox.SendAsync(0, new Part(i, i));
            inbox.Post(0, new Message<Part>(MessageKind.Tick, Time: i));
        }

        TakeAll(inbox).Count.ShouldBeLessThan(5);
    }

    [Fact]
    public async Task HeldSender_IsNotReadUntilItIsReleased()
    {
        var inbox = Create(OverflowPolicy.Wait, capacity: 2, senders: 2);
        await inbox.SendAsync(0, new Part(1, 10));
        await inbox.SendAsync(1, new Part(2, 20));
        inbox.Hold(1);

        TakeAll(inbox).ShouldBe(["batch 1"]);
        inbox.WaitAsync().IsCompleted.ShouldBeFalse();
        inbox.ReleaseAll();
        TakeAll(inbox).ShouldBe(["batch 2"]);
    }

    [Fact]
    public async Task Abort_LetsEveryoneWhoWaitsFail()
    {
        var inbox = Create(OverflowPolicy.Wait, capacity: 1, senders: 2);
        inbox.Hold(0);
        await inbox.SendAsync(0, new Part(1, 10));
        var sender = inbox.SendAsync(0, new Part(2, 20)).AsTask();
        var receiver = inbox.WaitAsync();

        inbox.Abort();

        await Should.ThrowAsync<OperationCanceledException>(sender);
        await receiver;
        Should.Throw<OperationCanceledException>(() => inbox.TryTake(out _, out _));
    }

    private Inbox<Part> Create(OverflowPolicy policy, int capacity, int senders = 1) => new(0, senders, capacity, policy, _meter, _meter.AddStage("stage", 1));

    private static string Take(Inbox<Part> inbox)
    {
        inbox.TryTake(out _, out var message).ShouldBeTrue();
        return message.Kind switch
        {
            MessageKind.Batch => $"batch {message.Batch!.Number}",
            MessageKind.Barrier => $"barrier {message.Barrier!.Checkpoint}",
            MessageKind.End => "end",
            var kind => $"{kind.ToString().ToLowerInvariant()} {message.Time}",
        };
    }

    private static List<string> TakeAll(Inbox<Part> inbox)
    {
        var taken = new List<string>();
        while (inbox.WaitAsync().IsCompleted)
        {
            taken.Add(Take(inbox));
        }

        return taken;
    }

    private sealed class Part(int number, long watermark) : IStageBatch
    {
        public const int Items = 7;

        public int Number => number;

        public bool IsReleased { get; private set; }

        public long? LastWatermark => watermark;

        public int CountFor(int worker) => Items;

        public void Release() => IsReleased = true;
    }
}
