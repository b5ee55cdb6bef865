using System.ComponentModel.DataAnnotations;
using Attune.Streaming.Pipelines;
using Attune.Streaming.Pipelines.Running;
using Attune.Streaming.Pipelines.Sinks;
using Attune.Streaming.Pipelines.Sources;
using Attune.Streaming.Pipelines.Time;
using Attune.Streaming.Sources;
using Attune.Streaming.Windows;
using Attune.Testing;

namespace Attune.Streaming.Tests.Pipelines.Running;

public sealed class PipelineRunTests
{
    private static readonly Reading[] Many = [.. Enumerable.Range(0, 10_000).Select(i => new Reading(i % 50, i, i))];

    private static DataStream<Reading> Stream(IStreamSource<Reading>? source = null) =>
        Pipeline.From(source ?? new MemorySource<Reading>(Many), StreamTimes.From<Reading>(reading => reading.Time));

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Sink_ThatThrows_EndsThePipelineWithItsErrorAndDisposesOfEverything(int partitions)
    {
        var source = new WatchedSource<Reading>(new MemorySource<Reading>(Many));
        var sink = new BrokenSink<long>();
        var run = await Stream(source).KeyBy(reading => reading.Key).Process(new Values()).To("broken", sink)
            .StartAsync(new PipelineOptions { Partitions = partitions, BatchSize = 10, BufferCapacity = 1 });

        (await Should.ThrowAsync<IOException>(run.Completion)).Message.ShouldBe("The sink is broken.");

        await run.DisposeAsync();
        (sink.IsDisposed, source.IsDisposed).ShouldBe((true, true));
        await Should.ThrowAsync<InvalidOperationException>(() => run.CheckpointAsync());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Source_ThatThrows_EndsThePipelineWithItsError(int partitions)
    {
        var source = new GeneratorSource<Reading>(i => i < 500 ? Many[i] : throw new IOException("The source is broken."));
        var sink = new GatedSink<long>();
        sink.Open();
        var run = await Stream(source).KeyBy(reading => reading.Key).Process(new Values()).To("broken", sink)
            .StartAsync(new PipelineOptions { Partitions = partitions, BatchSize = 10 });

        (await Should.ThrowAsync<IOException>(run.Completion)).Message.ShouldBe("The source is broken.");

        sink.IsDisposed.ShouldBeTrue();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Stop_WritesWhatWasReadAndLeavesWindowsOpen(int partitions)
    {
        var source = new PushSource<Reading>();
        var (sink, windows) = (new CollectSink<long>(), new CollectSink<Pane<int, long>>());
        await using var run = await Stream(source).KeyBy(reading => reading.Key).Process(new Values()).To("stopped", sink)
            .StartAsync(new PipelineOptions { Partitions = partitions, FlushDelay = TimeSpan.Zero });
        await using var windowed = await Stream(new GeneratorSource<Reading>(i => new Reading(0, i, 0))).KeyBy(reading => reading.Key)
            .Window(new TumblingWindows(TimeSpan.FromSeconds(1))).Aggregate(Attune.Streaming.Aggregates.Aggregates.Count<Reading>())
            .To("windowed", windows).StartAsync(new PipelineOptions { Partitions = partitions });
        for (var i = 0; i < 100; i++)
        {
            await source.PushAsync(Many[i]);
        }

        await Eventually.TrueAsync(() => run.Statistics.RecordsIn == 100 && windowed.Statistics.StateCount == 1);
        await run.StopAsync();
        await windowed.StopAsync();

        sink.Items.Order().ShouldBe(Enumerable.Range(0, 100).Select(i => (long)i));
        run.Completion.IsCompletedSuccessfully.ShouldBeTrue();
        windows.Items.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Dispose_WhileTheSinkHangs_EndsAtOnceAndCancelsTheCompletion(int partitions)
    {
        var sink = new GatedSink<long>();
        var run = await Stream().KeyBy(reading => reading.Key).Process(new Values()).To("hanging", sink)
            .StartAsync(new PipelineOptions { Partitions = partitions, BatchSize = 10, BufferCapacity = 1 });
        await Eventually.TrueAsync(() => sink.Writes == 1);

        await run.DisposeAsync();

        run.Completion.IsCanceled.ShouldBeTrue();
        sink.IsDisposed.ShouldBeTrue();
    }

    [Fact]
    public async Task FullBuffers_HoldTheSourceBack()
    {
        var source = new WatchedSource<Reading>(new MemorySource<Reading>(Many));
        var sink = new GatedSink<long>();
        await using var run = await Stream(source).KeyBy(reading => reading.Key).Process(new Values()).To("full", sink)
            .StartAsync(new PipelineOptions { Partitions = 2, BatchSize = 10, BufferCapacity = 2 });
        var before = -1L;
        await Eventually.TrueAsync(() => run.Statistics.BufferFill == 1);
        await Eventually.TrueAsync(async () =>
        {
            (var last, before) = (before, run.Statistics.RecordsIn);
            await Task.Yield();
            return last == before;
        });

        // The sink's hand and queues, the workers' hands and queues, and the source's own: no more can be on their way.
        run.Statistics.RecordsIn.ShouldBeLessThanOrEqualTo(10 * (1 + 4 + 2 + 4 + 1));
        sink.Open();
        await run.Completion;
        run.Statistics.RecordsOut.ShouldBe(Many.Length);
        run.Statistics.Dropped.ShouldBe(0);
        run.Statistics.BufferFill.ShouldBe(0);
    }

    [Fact]
    public async Task Pipeline_CanBeStartedAgain()
    {
        var sink = new CollectSink<long>();
        var pipeline = Stream().Select(reading => reading.Value).To("again", sink);

        await pipeline.RunAsync();
        await pipeline.RunAsync();

        sink.Items.Count.ShouldBe(2 * Many.Length);
    }

    [Fact]
    public async Task Options_OutOfTheirLimits_AreRefused()
    {
        var pipeline = Stream().To("options", new NullSink<Reading>());
        await Should.ThrowAsync<ValidationException>(() => pipeline.StartAsync(new PipelineOptions { BatchSize = 0 }));
        await Should.ThrowAsync<ValidationException>(() => pipeline.StartAsync(new PipelineOptions { Partitions = 256 }));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Dispose_WithATokenWhoseCallbackThrows_EndsAllTheSame(int partitions)
    {
        var writing = new TaskCompletionSource();
        var sink = new DelegateSink<long>(async (_, token) =>
        {
            token.Register(() => throw new IOException("too late"));
            writing.TrySetResult();
            await Task.Delay(Timeout.Infinite, token);
        });
        var run = await Stream().KeyBy(reading => reading.Key).Process(new Values()).To("callback", sink).StartAsync(new PipelineOptions { Partitions = partitions });
        await writing.Task;
        await run.DisposeAsync();
        run.Completion.IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public async Task Start_ThatFails_SaysWhyWhateverDisposingThrows()
    {
        using var folder = new TemporaryFolder();
        var pipeline = Pipeline.From(new FileLinesSource<int>(folder.File("none")), StreamTimes.OfArrival<int>()).To("start", new BrokenSink<int> { IsBrokenAtTheEnd = true });
        await Should.ThrowAsync<SourceException>(() => pipeline.StartAsync());
    }

    [Theory]
    [InlineData(OverflowPolicy.DropNewest, 1)]
    [InlineData(OverflowPolicy.DropNewest, 2)]
    [InlineData(OverflowPolicy.DropOldest, 1)]
    [InlineData(OverflowPolicy.DropOldest, 2)]
    public async Task Overflow_WithAPolicyThatDrops_LosesEventsButNoWindow(OverflowPolicy policy, int partitions)
    {
        var sink = new GatedSink<Pane<int, long>>();
        await using var run = await Stream().KeyBy(reading => reading.Key).Window(new TumblingWindows(TimeSpan.FromMilliseconds(10)))
            .Aggregate(Attune.Streaming.Aggregates.Aggregates.Count<Reading>()).To("dropping", sink)
            .StartAsync(new PipelineOptions { Partitions = partitions, BatchSize = 100, BufferCapacity = 2, Overflow = policy });
        await Eventually.TrueAsync(() => run.Statistics.RecordsIn == Many.Length);
        run.Statistics.Dropped.ShouldBeGreaterThan(0);
        sink.Open();
        await run.Completion;

        var statistics = run.Statistics;
        (sink.Items.Sum(pane => pane.Value) + statistics.Dropped).ShouldBe(Many.Length);
        statistics.Late.ShouldBe(0);
        statistics.StateCount.ShouldBe(0);
    }

    private sealed class BrokenSink<T> : ISink<T>
    {
        public bool IsBrokenAtTheEnd { get; init; }

        public bool IsDisposed { get; private set; }

        public ValueTask OpenAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask WriteAsync(ReadOnlyMemory<T> items, CancellationToken cancellationToken) => throw new IOException("The sink is broken.");

        public ValueTask FlushAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask DisposeAsync()
        {
            IsDisposed = true;
            return IsBrokenAtTheEnd ? throw new IOException("The sink cannot be closed.") : ValueTask.CompletedTask;
        }
    }

    private sealed class WatchedSource<T>(IStreamSource<T> inner) : IStreamSource<T>, ISourceReader<T>
    {
        private ISourceReader<T>? _reader;

        public string Name => inner.Name;

        public bool IsDisposed { get; private set; }

        public ReadOnlyMemory<byte> Position => _reader!.Position;

        public async ValueTask<ISourceReader<T>> OpenAsync(ReadOnlyMemory<byte>? position, CancellationToken cancellationToken)
        {
            _reader = await inner.OpenAsync(position, cancellationToken);
            return this;
        }

        public ValueTask<bool> ReadAsync(SourceBuffer<T> buffer, TimeSpan patience, CancellationToken cancellationToken) =>
            _reader!.ReadAsync(buffer, patience, cancellationToken);

        public ValueTask CommitAsync(ReadOnlyMemory<byte> position, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask DisposeAsync()
        {
            IsDisposed = true;
            return ValueTask.CompletedTask;
        }
    }
}
