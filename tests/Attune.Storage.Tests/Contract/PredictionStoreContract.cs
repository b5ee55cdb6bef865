using Attune.Testing;

namespace Attune.Storage.Tests.Contract;

/// <summary>What predictions promise on every engine.</summary>
public abstract class PredictionStoreContract<TDatabase> : StorageContract<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    private static readonly DateTime Start = SampleEvents.Start;

    private IPredictionStore Store => Storage.Predictions;

    private static Prediction Made(int second, string? user = "u", string emotion = "joy", double confidence = 0.9, double milliseconds = 10, string model = "m1") =>
        Prediction.Create(Start.AddSeconds(second), user, $"text {second}", emotion, confidence, milliseconds, model);

    [SkippableFact]
    public async Task AppendAsync_ThenReopen_RoundTripsAndCountsNewOnes()
    {
        Prediction[] made = [Made(1), Made(2, null) with { Text = "" }, Made(3, "u'\"", "Ärger", 1, 0.125)];
        (await Store.AppendAsync(made)).ShouldBe(3);
        (await Store.AppendAsync([made[0], Made(4)])).ShouldBe(1);
        (await Store.AppendAsync([])).ShouldBe(0);
        await ReopenAsync();
        (await Store.GetAsync(new PredictionQuery())).Items.ShouldBe([Made(4), made[2], made[1], made[0]]);
    }

    [SkippableFact]
    public async Task GetAsync_Filters_Combine()
    {
        await Store.AppendAsync([Made(1), Made(2, "v"), Made(3, emotion: "fear"), Made(4, confidence: 0.8), Made(5, confidence: 0.3), Made(6, model: "m2"), Made(7, null)]);
        async Task<IEnumerable<int>> SecondsAsync(PredictionQuery query) => (await Store.GetAsync(query)).Items.Select(item => (int)(item.Timestamp - Start).TotalSeconds);
        var all = new PredictionQuery();
        (await SecondsAsync(all with { UserId = "v" })).ShouldBe([2]);
        (await SecondsAsync(all with { Emotion = "fear" })).ShouldBe([3]);
        (await SecondsAsync(all with { Model = "m2" })).ShouldBe([6]);
        (await SecondsAsync(all with { MinimumConfidence = 0.8 })).ShouldBe([7, 6, 4, 3, 2, 1]);
        (await SecondsAsync(all with { MinimumConfidence = 0.85 })).ShouldBe([7, 6, 3, 2, 1]);
        (await SecondsAsync(all with { From = Start.AddSeconds(3), To = Start.AddSeconds(6), UserId = "u" })).ShouldBe([5, 4, 3]);
    }

    [SkippableFact]
    public async Task GetAsync_PageByPage_GivesAllOnce()
    {
        await Store.AppendAsync([.. Enumerable.Range(0, 25).Select(second => Made(second))]);
        var (seen, query) = (new List<Prediction>(), new PredictionQuery { Limit = 10, Emotion = "joy" });
        do
        {
            var page = await Store.GetAsync(query);
            seen.AddRange(page.Items);
            query = query with { After = page.Next };
        }
        while (query.After is not null);
        seen.ShouldBe(Enumerable.Range(0, 25).Reverse().Select(second => Made(second)));
    }

    [SkippableFact]
    public async Task GetEmotionTotalsAsync_MostFirst_WithMeans()
    {
        await Store.AppendAsync([Made(1, emotion: "joy", confidence: 0.5, milliseconds: 10), Made(2, emotion: "joy", confidence: 1, milliseconds: 20), Made(3, emotion: "fear"), Made(4, emotion: "anger")]);
        (await Store.GetEmotionTotalsAsync()).ShouldBe([new("joy", 2, 0.75, 15), new("anger", 1, 0.9, 10), new("fear", 1, 0.9, 10)]);
        (await Store.GetEmotionTotalsAsync(Start.AddSeconds(2), Start.AddSeconds(4))).ShouldBe([new("fear", 1, 0.9, 10), new("joy", 1, 1, 20)]);
        (await Store.GetEmotionTotalsAsync(Start.AddSeconds(9))).ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task BadInput_IsAnArgumentErrorAndStoresNothing()
    {
        foreach (var bad in new[] { Made(1) with { Confidence = 1.01 }, Made(1) with { Confidence = double.NaN }, Made(1) with { ProcessingMs = double.PositiveInfinity }, Made(1) with { Emotion = "" }, Made(1) with { Timestamp = Start } })
        {
            await Should.ThrowAsync<ArgumentException>(() => Store.AppendAsync([Made(2), bad]));
        }

        await Should.ThrowAsync<ArgumentException>(() => Store.GetAsync(new PredictionQuery { Limit = 0 }));
        await Should.ThrowAsync<ArgumentException>(() => Store.GetAsync(new PredictionQuery { Limit = PredictionQuery.MaxLimit + 1 }));
        await Should.ThrowAsync<ArgumentException>(() => Store.GetAsync(new PredictionQuery { MinimumConfidence = double.NaN }));
        await Should.ThrowAsync<ArgumentException>(() => Store.GetAsync(new PredictionQuery { From = Start, To = Start.AddTicks(-1) }));
        await Should.ThrowAsync<ArgumentException>(() => Store.GetEmotionTotalsAsync(Start, Start.AddTicks(-1)));
        await Should.ThrowAsync<FormatException>(() => Store.GetAsync(new PredictionQuery { After = "zz" }));
        (await Store.GetAsync(new PredictionQuery())).Items.ShouldBeEmpty();
    }
}
