using Attune.Streaming.Checkpoints;
using Attune.Streaming.Pipelines;
using Attune.Suites.Streaming.Nexmark;
using Attune.Testing;

namespace Attune.Suites.Tests.Streaming.Nexmark;

/// <summary>Each query against its naive model.</summary>
public class NexmarkQueriesTests
{
    private const int Count = 12_000;

    // 12,000 events make ten minutes, and some 600 auctions close.
    private static readonly NexmarkGenerator Generator = new(new NexmarkSettings { EventsPerSecond = 20, Seed = 3, AuctionsInFlight = 30 });

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, 9)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public async Task Run_InOrder_GivesTheModelsRows(int number) => await CheckAsync(number, Generator.Take(Count), TimeSpan.Zero, partitions: 1);

    [Theory]
    [MemberData(nameof(Numbers))]
    public async Task Run_ShuffledWithinTheLateness_GivesTheModelsRows(int number)
    {
        var lateness = TimeSpan.FromSeconds(25);
        await CheckAsync(number, Generator.TakeShuffled(Count, lateness), lateness, partitions: 1);
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public async Task Run_ShuffledInThreePartitions_GivesTheModelsRows(int number)
    {
        var lateness = TimeSpan.FromSeconds(3);
        await CheckAsync(number, Generator.TakeShuffled(Count, lateness), lateness, partitions: 3);
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public async Task Run_StoppedAndGoneOnWith_GivesTheModelsRows(int number)
    {
        using var folder = new TemporaryFolder();
        var (lateness, third) = (TimeSpan.FromSeconds(3), Count / 3);
        var events = Generator.TakeShuffled(Count, lateness);
        var options = new PipelineOptions { BatchSize = 100, Partitions = 2, Checkpoints = new FolderCheckpointStore(folder.Path) };
        var difference = await NexmarkQueries.All[number].DifferenceAsync(events, new PausingSource<NexmarkEvent>(events, third), lateness, async pipeline =>
        {
            for (var stops = 0; stops < 2; stops++)
            {
                await using var run = await pipeline.StartAsync(options);
                await Eventually.TrueAsync(() => run.Statistics.RecordsIn >= third);
                await run.StopAsync();
            }

            await pipeline.RunAsync(options);
        });
        difference.ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Model_OfTheEvents_HasRows(int number) => NexmarkQueries.All[number].Expected(Generator.Take(Count)).ShouldBeGreaterThan(9);

    [Fact]
    public async Task Difference_MoreDisorderThanTheLateness_IsSeen() =>
        (await NexmarkQueries.All[5].DifferenceAsync(Generator.TakeShuffled(Count, TimeSpan.FromSeconds(25)), TimeSpan.Zero, new PipelineOptions())).ShouldNotBeNull();

    private static async Task CheckAsync(int number, NexmarkEvent[] events, TimeSpan lateness, int partitions) =>
        (await NexmarkQueries.All[number].DifferenceAsync(events, lateness, new PipelineOptions { Partitions = partitions })).ShouldBeNull();
}
