using System.ComponentModel.DataAnnotations;
using Attune.Streaming.Pipelines;
using Attune.Streaming.Pipelines.Enrichment;
using Attune.Streaming.Pipelines.Sinks;
using Attune.Streaming.Pipelines.Sources;
using Attune.Streaming.Pipelines.Time;

namespace Attune.Streaming.Tests.Pipelines.Enrichment;

public sealed class EnrichPipelineTests
{
    private static DataStream<int> Numbers => Pipeline.From(new MemorySource<int>(Enumerable.Range(0, 1000).ToArray()), StreamTimes.OfArrival<int>());

    [Fact]
    public void Enrich_WithAnOptionOutOfItsLimits_IsRefusedBeforeTheStart()
    {
        foreach (var options in new[]
        {
            new EnrichOptions { Concurrency = 0 }, new EnrichOptions { Timeout = TimeSpan.Zero }, new EnrichOptions { Retries = -1 }, new EnrichOptions { RetryDelay = TimeSpan.FromHours(1) },
        })
        {
            Should.Throw<ValidationException>(() => Numbers.Enrich((each, _) => new ValueTask<int>(each), options));
        }
    }

    [Fact]
    public async Task Enrich_OptionsChangedAfterwards_HaveNoEffect()
    {
        var (options, gate, running, most) = (new EnrichOptions { Concurrency = 3 }, new Lock(), 0, 0);
        var sink = new CollectSink<int>();
        var pipeline = Numbers.Enrich(
            async (each, _) =>
            {
                lock (gate)
                {
                    most = Math.Max(most, ++running);
                }

                await Task.Yield();
                lock (gate)
                {
                    running--;
                }

                return each * 2;
            },
            options).To("enrich", sink);
        options.Concurrency = 1000;
        await pipeline.RunAsync();
        sink.Items.ShouldBe(Enumerable.Range(0, 1000).Select(each => each * 2));
        most.ShouldBeLessThanOrEqualTo(3);
    }
}
