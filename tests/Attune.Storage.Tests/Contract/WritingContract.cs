using Attune.Events;
using Attune.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Storage.Tests.Contract;

/// <summary>What every engine promises to callers that write at the same time.</summary>
public abstract class WritingContract<TDatabase> : StorageContract<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    private int _case;

    private IEventStore Events => Storage.Events;

    [SkippableFact]
    public async Task AppendAsync_OverlappingBatchesFromTwoStores_AddsEachOnceInTotal()
    {
        await using var other = AttuneStorage.Open(Database.Setup);
        IEventStore[] stores = [Events, other.Events];

        // Each row is in two batches, of neighbours in different orders, so that writers that locked in the order given would wait in a circle.
        var batches = Enumerable.Range(0, 40).Select(batch => Enumerable.Range(batch / 2 * 50, 100)).Select((rows, batch) => Flows(batch % 2 == 0 ? rows : rows.Reverse())).ToList();
        var results = await Task.WhenAll(batches.Select((batch, index) => Task.Run(() => stores[index % 2].AppendAsync(batch))));

        results.Sum(result => result.AddedFlows).ShouldBe(1050);
        results.Sum(result => result.Duplicates).ShouldBe(4000 - 1050);
        (await Events.CountRowsAsync()).Flows.ShouldBe(1050);
    }

    [SkippableFact]
    public async Task AppendAsync_OneBadRequestAmongMany_FailsAlone()
    {
        var bad = new EventBatch("test", [SampleEvents.Flow(1000), SampleEvents.Flow(1001) with { SourceIp = null! }], [], []);
        var good = Enumerable.Range(0, 60).Select(number => Task.Run(() => Events.AppendAsync(Flows([number])))).ToList();
        var refused = Enumerable.Range(0, 3).Select(_ => Task.Run(() => Events.AppendAsync(bad))).ToList();

        (await Task.WhenAll(good)).ShouldAllBe(result => result.AddedFlows == 1);
        foreach (var task in refused)
        {
            (await Should.ThrowAsync<StorageException>(() => task)).IsTransient.ShouldBeFalse();
        }

        (await Events.CountRowsAsync()).Flows.ShouldBe(60);
    }

    [SkippableFact]
    public async Task AppendAsync_CancelledBefore_StoresNothing()
    {
        await Should.ThrowAsync<OperationCanceledException>(() => Events.AppendAsync(Flows([1]), new CancellationToken(canceled: true)));

        (await Events.AppendAsync(Flows([1]))).AddedFlows.ShouldBe(1);
    }

    [SkippableFact]
    public async Task AppendAsync_OneHundredThousandRows_ComeBackAsTheyWere()
    {
        var flows = Enumerable.Range(0, 100_000).Select(number => SampleEvents.Flow(number, $"10.0.{number % 256}.{number % 7}", number)).ToList();
        var results = await Task.WhenAll(flows.Chunk(7000).Select(chunk => Events.AppendAsync(new EventBatch("test", chunk, [], []))));
        results.Sum(result => result.AddedFlows).ShouldBe(100_000);

        var next = 0;
        await foreach (var flow in Events.ReadFlowsAsync("test", DateTime.UnixEpoch))
        {
            if (flow != flows[next++])
            {
                flow.ShouldBe(flows[next - 1]);
            }
        }

        next.ShouldBe(100_000);
    }

    [SkippableFact]
    public void AppendAsync_AnyBatchesFromAnyCallers_AddEachKeyOnce()
    {
        // A list of waves: the batches of a wave are appended at the same time.
        var waves = Gen.Choose(0, 30).ListOf().Select(rows => rows.ToArray()).ListOf().ListOf();
        Prop.ForAll(waves.ToArbitrary(), given => CheckAsync([.. given.Select(wave => wave.ToArray())]).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(25).WithEndSize(8));
    }

    private async Task CheckAsync(int[][][] waves)
    {
        var stream = $"case-{_case++}";
        var model = new HashSet<int>();
        foreach (var wave in waves)
        {
            var results = await Task.WhenAll(wave.Select(rows => Events.AppendAsync(Flows(rows, stream))));
            var added = wave.Zip(results).SelectMany(pair => pair.First.Zip(pair.Second.NewFlows)).Where(row => row.Second).Select(row => row.First).ToList();
            added.ShouldBe(wave.SelectMany(rows => rows).Distinct().Except(model), ignoreOrder: true);
            foreach (var (rows, result) in wave.Zip(results))
            {
                result.Duplicates.ShouldBe(rows.Length - result.AddedFlows);
                rows.Index().Where(row => result.NewFlows[row.Index]).ShouldAllBe(row => Array.IndexOf(rows, row.Item) == row.Index);
            }

            model.UnionWith(wave.SelectMany(rows => rows));
        }

        (await Events.CountRowsAsync(stream)).Flows.ShouldBe(model.Count);
    }

    private static EventBatch Flows(IEnumerable<int> numbers, string stream = "test") =>
        new(stream, [.. numbers.Select(number => SampleEvents.Flow(number) with { Id = EventId.Create(SampleEvents.Start.AddSeconds(number), $"{stream}-{number}") })], [], []);
}
