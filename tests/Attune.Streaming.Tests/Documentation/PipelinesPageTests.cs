using Attune.Streaming.Aggregates;
using Attune.Streaming.Pipelines;
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
        var noon = new DateTime(2026, 5, 1, 12, 0, 0, DateTimeKind.Utc);
        var orders = new MemorySource<Order>(new Order[]
        {
            new("tea", 3, noon), new("jam", 5, noon.AddSeconds(20)), new("tea", 4, noon.AddSeconds(40)), new("tea", 9, noon.AddSeconds(70)),
        });
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

        results.Items.Order(StringComparer.Ordinal).ShouldBe(["12:00 jam: 1 for 5", "12:00 tea: 2 for 7", "12:01 tea: 1 for 9"]);
        (run.Statistics.RecordsIn, run.Statistics.RecordsOut).ShouldBe((4, 3));
    }

    private sealed record Order(string Product, double Price, DateTime Time);
}
