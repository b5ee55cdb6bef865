using Attune.Streaming.Aggregates;
using Attune.Streaming.Pipelines;
using Attune.Streaming.Pipelines.Enrichment;
using Attune.Streaming.Pipelines.Processing;
using Attune.Streaming.Pipelines.Sinks;
using Attune.Streaming.Pipelines.Sources;
using Attune.Streaming.Pipelines.Time;
using Attune.Streaming.Windows;
using Attune.Testing;

// Not below Attune.Streaming: there `Aggregates` is the namespace, while a user of the library has the class.
namespace PipelinesDocumentation;

/// <summary>The C# of the page stands here too, line for line, and runs.</summary>
public sealed class PipelinesPageTests
{
    [Fact]
    public void CSharp_OfThePage_IsCompiledHere() => PageCode.FindUncompiled("pipelines.md", "Attune.Streaming.Tests").ShouldBeEmpty();

    [Fact]
    public async Task Example_OfThePage_GivesWhatItSays()
    {
        Order[] list = [new("tea", 3.50, DateTime.UnixEpoch.AddSeconds(5)), new("tea", 4, DateTime.UnixEpoch.AddSeconds(70))];
        var orders = new MemorySource<Order>(list);     // several arrays would be several splits
        var results = new CollectSink<string>();

        var pipeline = Pipeline.From(orders, StreamTimes.From<Order>(order => order.Time, maxOutOfOrderness: TimeSpan.FromSeconds(5)))
            .Where(order => order.Price > 0)
            .KeyBy(order => order.Product)
            .Window(new TumblingWindows(TimeSpan.FromMinutes(1)))
            .Aggregate(order => order.Price, Aggregates.Statistics())
            .Select(pane => $"{pane.Window.Start:HH:mm} {pane.Key}: {pane.Value.Count} for {pane.Value.Sum}")
            .To("orders", results);

        await using var run = await pipeline.StartAsync(new PipelineOptions { Partitions = 2 });
        await run.Completion;
        Console.WriteLine($"{run.Statistics.RecordsIn} in, {run.Statistics.RecordsOut} out");
        Console.WriteLine(string.Join(Environment.NewLine, results.Items));

        results.Items.ShouldBe(["00:00 tea: 1 for 3.5", "00:01 tea: 1 for 4"]);
        (run.Statistics.RecordsIn, run.Statistics.RecordsOut).ShouldBe((2, 2));
    }

    [Fact]
    public async Task Processor_OfThePage_TellsSilence()
    {
        var results = new CollectSink<string>();
        await Pipeline.From(Orders(5, 20), StreamTimes.From<Order>(order => order.Time)).KeyBy(order => order.Product).Process(new Silence(TimeSpan.FromSeconds(30)))
            .To("silence", results).RunAsync();
        results.Items.ShouldBe(["tea is silent since 00:00:20"]);
    }

    [Fact]
    public async Task Enrichment_OfThePage_FindsTheShelf()
    {
        var shelves = new Shelves();
        var results = new CollectSink<string>();
        await Pipeline.From(Orders(5), StreamTimes.From<Order>(order => order.Time))
            .Enrich(async (order, cancellationToken) => (Order: order, Shelf: await shelves.FindAsync(order.Product, cancellationToken)), new EnrichOptions { Concurrency = 8 })
            .Select(found => $"{found.Order.Product} on {found.Shelf}")
            .To("shelves", results).RunAsync();
        results.Items.ShouldBe(["tea on shelf 3"]);
    }

    [Fact]
    public async Task Clock_OfThePage_MovesThePipeline()
    {
        var results = new CollectSink<string>();
        var clock = new ManualTimeProvider();
        var source = new PushSource<Order>(time: clock);
        await using var run = await PipelineOf(source, results).StartAsync(new PipelineOptions { Time = clock });
        await source.PushAsync(new Order("tea", 1, clock.GetUtcNow().UtcDateTime));
        while (results.Items.Count == 0)        // for example an early pane by interval
        {
            clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }
        source.Complete();
        await run.Completion;

        results.Items[0].ShouldBe("tea 1 Early");
    }

    private static MemorySource<Order> Orders(params int[] seconds) =>
        new(Array.ConvertAll(seconds, second => new Order("tea", 3.50, DateTime.UnixEpoch.AddSeconds(second))));

    private static StreamPipeline PipelineOf(IStreamSource<Order> source, ISink<string> sink) => Pipeline.From(source, StreamTimes.From<Order>(order => order.Time))
        .KeyBy(order => order.Product)
        .Window(new TumblingWindows(TimeSpan.FromHours(1)), new WindowOptions { Early = Firing.EveryInterval(TimeSpan.FromSeconds(5)) })
        .Aggregate(Aggregates.Count<Order>())
        .Select(pane => $"{pane.Key} {pane.Value} {pane.Timing}")
        .To("clock", sink);

    private sealed class Shelves
    {
        private readonly string _name = "shelf";

        public ValueTask<string> FindAsync(string product, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new ValueTask<string>($"{_name} {product.Length}");
        }
    }

    sealed record Order(string Product, double Price, DateTime Time);

    sealed class Silence(TimeSpan limit) : KeyedProcessor<string, Order, long, string>
    {
        public override long Create(string key) => 0;

        public override void Process(ref long state, in Order item, ProcessContext<string, string> context)
        {
            state = Math.Max(state, context.Timestamp + limit.Ticks);
            context.SetTimer(state);
        }

        public override void OnTimer(ref long state, long timer, ProcessContext<string, string> context)
        {
            if (timer >= state)
            {
                context.Emit($"{context.Key} is silent since {new DateTime(timer) - limit:HH:mm:ss}");
                context.Clear();
            }
        }
    }
}
