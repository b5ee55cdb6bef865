using Attune.Testing;

namespace Attune.Storage.Tests.Contract;

/// <summary>What tuning decisions promise on every engine.</summary>
public abstract class DecisionStoreContract<TDatabase> : StorageContract<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    private static readonly DateTime Start = SampleEvents.Start;

    private IDecisionStore Store => Storage.Decisions;

    private static TuningDecision Made(int second, string tunable = "pool.size") => new()
    {
        Time = Start.AddSeconds(second), Tunable = tunable, From = 8, To = 10.5, ChangedBy = "hill-climber", Reason = "waiters",
    };

    [SkippableFact]
    public async Task RecordAsync_ThenReopen_IsPendingAndComplete()
    {
        var id = await Store.RecordAsync(Made(1) with { Outcome = DecisionOutcome.Kept, Score = 3, Id = 77 });
        await ReopenAsync();
        (await Store.GetAsync(new DecisionQuery())).Items.ShouldBe([Made(1) with { Id = id }]);
    }

    [SkippableFact]
    public async Task SetOutcomeAsync_OnlyOnce()
    {
        var (kept, undone) = (await Store.RecordAsync(Made(1)), await Store.RecordAsync(Made(2)));
        (await Store.SetOutcomeAsync(kept, DecisionOutcome.Kept, 0.25)).ShouldBeTrue();
        (await Store.SetOutcomeAsync(kept, DecisionOutcome.RolledBack, 9)).ShouldBeFalse();
        (await Store.SetOutcomeAsync(undone, DecisionOutcome.RolledBack)).ShouldBeTrue();

        var page = (await Store.GetAsync(new DecisionQuery())).Items;
        page.Select(item => (item.Id, item.Outcome, item.Score)).ShouldBe([(undone, DecisionOutcome.RolledBack, null), (kept, DecisionOutcome.Kept, 0.25)]);
        page.ShouldAllBe(item => item.OutcomeAt > Start);
        (await Should.ThrowAsync<StorageException>(() => Store.SetOutcomeAsync(99, DecisionOutcome.Kept))).Message.ShouldBe("There is no tuning decision 99.");
        await Should.ThrowAsync<ArgumentException>(() => Store.SetOutcomeAsync(kept, DecisionOutcome.Pending));
    }

    [SkippableFact]
    public async Task GetAsync_FiltersAndPages_LatestFirst()
    {
        var ids = new List<long>();
        foreach (var (second, tunable) in new[] { (1, "a"), (2, "b"), (3, "a"), (3, "a"), (2, "a") })
        {
            ids.Add(await Store.RecordAsync(Made(second, tunable)));
        }

        await Store.SetOutcomeAsync(ids[2], DecisionOutcome.Kept);
        async Task<IEnumerable<int>> PlacesAsync(DecisionQuery query) => (await Store.GetAsync(query)).Items.Select(item => ids.IndexOf(item.Id));
        var all = new DecisionQuery();
        (await PlacesAsync(all)).ShouldBe([3, 2, 4, 1, 0]);
        (await PlacesAsync(all with { Tunable = "a" })).ShouldBe([3, 2, 4, 0]);
        (await PlacesAsync(all with { Outcome = DecisionOutcome.Pending })).ShouldBe([3, 4, 1, 0]);
        (await PlacesAsync(all with { Outcome = DecisionOutcome.Kept })).ShouldBe([2]);
        (await PlacesAsync(all with { From = Start.AddSeconds(2), To = Start.AddSeconds(3) })).ShouldBe([4, 1]);

        var first = await Store.GetAsync(all with { Limit = 3 });
        var second2 = await Store.GetAsync(all with { Limit = 3, After = first.Next });
        first.Items.Concat(second2.Items).Select(item => ids.IndexOf(item.Id)).ShouldBe([3, 2, 4, 1, 0]);
        second2.Next.ShouldBeNull();
    }

    [SkippableFact]
    public async Task BadInput_IsAnArgumentErrorAndStoresNothing()
    {
        foreach (var bad in new[] { Made(1) with { To = double.NaN }, Made(1) with { Tunable = " " }, Made(1) with { ChangedBy = "" }, Made(1) with { Time = DateTime.UnixEpoch.AddDays(-1) } })
        {
            await Should.ThrowAsync<ArgumentException>(() => Store.RecordAsync(bad));
        }

        await Should.ThrowAsync<ArgumentException>(() => Store.GetAsync(new DecisionQuery { Limit = 0 }));
        await Should.ThrowAsync<ArgumentException>(() => Store.GetAsync(new DecisionQuery { Limit = DecisionQuery.MaxLimit + 1 }));
        await Should.ThrowAsync<ArgumentException>(() => Store.GetAsync(new DecisionQuery { From = Start, To = Start.AddTicks(-1) }));
        await Should.ThrowAsync<FormatException>(() => Store.GetAsync(new DecisionQuery { After = "1.x" }));
        (await Store.GetAsync(new DecisionQuery())).Items.ShouldBeEmpty();
    }
}
