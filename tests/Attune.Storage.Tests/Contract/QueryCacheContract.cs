using Attune.Storage.Tests.Testing;
using Attune.Testing;

namespace Attune.Storage.Tests.Contract;

/// <summary>What the expensive queries promise when they are given a cache, on every engine.</summary>
public abstract class QueryCacheContract<TDatabase> : StorageContract<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    private static readonly SourceAggregateQuery All = new();

    protected DictionaryQueryCache Cache { get; } = new();

    protected override StorageSetup Setup => base.Setup with { Cache = Cache };

    protected async Task AppendAsync(int number) => await Storage.Events.AppendAsync(new EventBatch("test", [SampleEvents.Flow(number)], [], []));

    protected async Task<long> CountAsync(SourceAggregateQuery? query = null) => (await Storage.Analytics.GetSourceAggregatesAsync(query ?? All)).Sum(row => row.Flows);

    [SkippableFact]
    public async Task Query_Again_IsAHitWithTheSameResult()
    {
        await AppendAsync(1);
        (await CountAsync(), await CountAsync()).ShouldBe((1, 1));
        (Cache.Misses, Cache.Hits).ShouldBe((1, 1));
    }

    [SkippableFact]
    public async Task Query_WithOtherValues_IsAMiss()
    {
        await AppendAsync(1);
        foreach (var query in new[] { All, All with { Limit = 7 }, All with { Descending = false }, All with { SortBy = "bytes" }, All with { Stream = "other" }, All with { From = SampleEvents.Start }, All with { To = SampleEvents.Start } })
        {
            await CountAsync(query);
        }

        (Cache.Misses, Cache.Hits).ShouldBe((7, 0));
    }

    [SkippableFact]
    public async Task Query_AfterAWriteToItsTable_IsAMissWithTheNewResult()
    {
        await AppendAsync(1);
        await CountAsync();
        await AppendAsync(2);
        (await CountAsync()).ShouldBe(2);
        Cache.Hits.ShouldBe(0);
    }

    [SkippableFact]
    public async Task Query_AfterAWriteToAnotherTable_IsAHit()
    {
        await AppendAsync(1);
        await CountAsync();
        await Storage.Metrics.AppendAsync([new MetricSample("m", "", SampleEvents.Start, 1)]);
        await Storage.Predictions.AppendAsync([Prediction.Create(SampleEvents.Start, null, "text", "joy", 1, 1, "m")]);
        await Storage.CheckAsync();
        (await CountAsync()).ShouldBe(1);
        Cache.Hits.ShouldBe(1);
    }

    [SkippableFact]
    public async Task Query_WriteBeforeItsResultIsKept_LeavesNoStaleEntry()
    {
        await AppendAsync(1);
        Cache.BeforeKeeping = () =>
        {
            Cache.BeforeKeeping = () => Task.CompletedTask;
            return AppendAsync(2);
        };
        (await CountAsync()).ShouldBe(1);
        (await CountAsync()).ShouldBe(2);
    }

    [SkippableFact]
    public async Task Query_ThatThrows_IsNotKept()
    {
        await AppendAsync(1);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => Storage.Analytics.GetSourceAggregatesAsync(All, cancelled.Token));
        (await CountAsync()).ShouldBe(1);
        (Cache.Misses, Cache.Hits).ShouldBe((2, 0));
    }

    [SkippableFact]
    public async Task Query_OfAReopenedStore_IsAMiss()
    {
        await AppendAsync(1);
        await CountAsync();
        await ReopenAsync();
        await CountAsync();
        Cache.Hits.ShouldBe(0);
    }

    [SkippableFact]
    public async Task ExpensiveQueries_AllGoThroughTheCache_WithTheirTable()
    {
        await Storage.Events.GetTopSourcesAsync(3);
        await Storage.Events.GetTopSpamDaysAsync(3, 1);
        await CountAsync();
        await Storage.Predictions.GetEmotionTotalsAsync();
        await Storage.Analytics.GetTimeBucketsAsync(new TimeBucketQuery
        {
            Source = "events", Metric = "a", Bucket = TimeSpan.FromHours(1), From = SampleEvents.Start, To = SampleEvents.Start,
        });
        Cache.Asked.Select(asked => asked.Tables).ShouldBe(["flows", "windows", "flows", "predictions", "events"]);
        Cache.Asked.ShouldAllBe(asked => asked.Key.Length <= 100 && asked.Key.All(char.IsAscii));
    }
}
