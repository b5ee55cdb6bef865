using Attune.Events;
using Attune.Testing;

namespace Attune.Storage.Tests.Contract;

/// <summary>What events of any kind promise on every engine.</summary>
public abstract class AnalyticsStoreContract<TDatabase> : StorageContract<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    private static readonly DateTime Start = SampleEvents.Start;

    private IAnalyticsStore Store => Storage.Analytics;

    private static AnalyticsEvent Event(int second, string type = "view", string? user = null, string payload = "{}") =>
        AnalyticsEvent.Create(Start.AddSeconds(second), type, user, payload, $"event-{second}-{type}-{user}");

    private static RecentEventsQuery Recent(params string[] types) => new() { Types = types };

    [SkippableFact]
    public async Task AppendAsync_Again_SaysWhichAreNew()
    {
        (await Store.AppendAsync("test", [Event(1), Event(2)])).ShouldBe([true, true]);
        (await Store.AppendAsync("test", [Event(2), Event(3), Event(3)])).ShouldBe([false, true, false]);
        (await Store.AppendAsync("test", [])).ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task AppendAsync_ThenReopen_RoundTripsEveryField()
    {
        var nasty = Event(1, "'; DROP TABLE events; --", "u\"😀", """{"text":"a\"b","nested":{"list":[1,2.5,null,true]}}""");
        await Store.AppendAsync("te'st", [nasty, Event(2, nasty.Type)]);
        await ReopenAsync();
        (await Store.GetRecentAsync(Recent(nasty.Type))).ShouldBe([new("te'st", Event(2, nasty.Type)), new("te'st", nasty)]);
    }

    [SkippableFact]
    public async Task AppendAsync_OneBadEvent_StoresNone()
    {
        var bad = Event(2) with { Timestamp = Start };
        (await Should.ThrowAsync<ArgumentException>(() => Store.AppendAsync("test", [Event(1), bad]))).Message.ShouldContain("does not begin with the time");
        (await Store.GetRecentAsync(Recent("view"))).ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task GetRecentAsync_Filters_Combine()
    {
        await Store.AppendAsync("test", [Event(1, "view", "a"), Event(2, "click", "a"), Event(3, "view", "b"), Event(4, "buy", "a"), Event(5), Event(6, "view", "a")]);
        await Store.AppendAsync("other", [Event(7, "view", "a")]);

        async Task<IEnumerable<int>> SecondsAsync(RecentEventsQuery query) => (await Store.GetRecentAsync(query)).Select(item => (int)(item.Event.Timestamp - Start).TotalSeconds);

        (await SecondsAsync(Recent("view"))).ShouldBe([7, 6, 5, 3, 1]);
        (await SecondsAsync(Recent("view", "buy", "view") with { Stream = "test" })).ShouldBe([6, 5, 4, 3, 1]);
        (await SecondsAsync(Recent("view", "click") with { UserIds = ["a"] })).ShouldBe([7, 6, 2, 1]);
        (await SecondsAsync(Recent("view", "click") with { UserIds = ["b", "a", "b"], Limit = 3 })).ShouldBe([7, 6, 3]);
        (await SecondsAsync(Recent("view") with { Since = Start.AddSeconds(3), Until = Start.AddSeconds(6) })).ShouldBe([5, 3]);
        (await SecondsAsync(Recent("nothing"))).ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task GetRecentAsync_AsManyTypesAndUsersAsAllowed_Works()
    {
        string[] types = [.. Enumerable.Range(0, RecentEventsQuery.MaxTypes).Select(n => $"t{n}")], users = [.. Enumerable.Range(0, RecentEventsQuery.MaxUsers).Select(n => $"u{n}")];
        await Store.AppendAsync("test", [.. Enumerable.Range(0, 500).Select(n => Event(n, types[n % types.Length], users[n % users.Length]))]);
        (await Store.GetRecentAsync(Recent(types) with { UserIds = users, Limit = 300 })).Select(item => item.Event.Timestamp)
            .ShouldBe(Enumerable.Range(200, 300).Reverse().Select(n => Start.AddSeconds(n)));
    }

    [SkippableFact]
    public async Task GetRecentAsync_BadQuery_NamesTheParameter()
    {
        async Task<string> FaultAsync(RecentEventsQuery query) => (await Should.ThrowAsync<ArgumentException>(() => Store.GetRecentAsync(query))).ParamName!;
        (await FaultAsync(Recent())).ShouldBe("Types");
        (await FaultAsync(Recent([.. Enumerable.Range(0, 21).Select(n => $"t{n}")]))).ShouldBe("Types");
        (await FaultAsync(Recent("a") with { UserIds = [.. Enumerable.Range(0, 101).Select(n => $"u{n}")] })).ShouldBe("UserIds");
        (await FaultAsync(Recent("a") with { Limit = 0 })).ShouldBe("Limit");
        (await FaultAsync(Recent("a") with { Limit = 10_001 })).ShouldBe("Limit");
        (await FaultAsync(Recent("a") with { Since = Start, Until = Start.AddTicks(-1) })).ShouldBe("Since");
    }

    [SkippableFact]
    public async Task ReadAsync_WhileRowsAreAppended_GivesEachOnceInOrder()
    {
        const int Before = 12_000, Batch = 500;
        AnalyticsEvent At(int number) => AnalyticsEvent.Create(Start.AddMilliseconds(number), "view", null, "{}");
        await Store.AppendAsync("test", [.. Enumerable.Range(0, Before).Select(At)]);
        await Store.AppendAsync("other", [.. Enumerable.Range(0, 100).Select(n => Event(n, "else"))]);
        var (seen, appended) = (new List<int>(), Before);
        await foreach (var read in Store.ReadAsync("test", Start))
        {
            seen.Add((int)(read.Timestamp - Start).TotalMilliseconds);
            if (seen.Count % 2000 == 0 && appended < 2 * Before)
            {
                await Store.AppendAsync("test", [.. Enumerable.Range(appended, Batch).Select(At)]);
                appended += Batch;
            }
        }

        seen.ShouldBe(Enumerable.Range(0, seen.Count));
        seen.Count.ShouldBeGreaterThanOrEqualTo(Before);
    }

    [SkippableFact]
    public async Task GetSourceAggregatesAsync_SortsFiltersAndLimits()
    {
        await Storage.Events.AppendAsync(new EventBatch("test",
            [SampleEvents.Flow(1, "b", 10), SampleEvents.Flow(2, "b", 20), SampleEvents.Flow(3, "a", 100), SampleEvents.Flow(4, "c", 5), SampleEvents.Flow(5, "c", 6)], [], []));
        await Storage.Events.AppendAsync(new EventBatch("other", [SampleEvents.Flow(6, "a", 1)], [], []));

        async Task<string> SourcesAsync(SourceAggregateQuery query) => string.Concat((await Store.GetSourceAggregatesAsync(query)).Select(row => row.Source));
        var all = new SourceAggregateQuery();
        (await Store.GetSourceAggregatesAsync(all with { Stream = "test", MinimumFlows = 2, Limit = 1, SortBy = "bytes" })).ShouldBe([new("b", 2, 30, 15, Start.AddSeconds(2))]);
        (await SourcesAsync(all)).ShouldBe("abc");
        (await SourcesAsync(all with { SortBy = "source" })).ShouldBe("cba");
        (await SourcesAsync(all with { SortBy = "source", Descending = false })).ShouldBe("abc");
        (await SourcesAsync(all with { SortBy = "bytes" })).ShouldBe("abc");
        (await SourcesAsync(all with { SortBy = "mean_bytes", Descending = false })).ShouldBe("cba");
        (await SourcesAsync(all with { SortBy = "last_seen" })).ShouldBe("acb");
        (await SourcesAsync(all with { From = Start.AddSeconds(2), To = Start.AddSeconds(4), SortBy = "last_seen" })).ShouldBe("ab");
    }

    [SkippableFact]
    public async Task GetSourceAggregatesAsync_BadQuery_NamesTheParameter()
    {
        async Task<ArgumentException> FaultAsync(SourceAggregateQuery query) => await Should.ThrowAsync<ArgumentException>(() => Store.GetSourceAggregatesAsync(query));
        var unknown = await FaultAsync(new SourceAggregateQuery { SortBy = "bytes; DROP TABLE flows" });
        unknown.ParamName.ShouldBe("SortBy");
        unknown.Message.ShouldContain("use one of source, flows, bytes, mean_bytes, last_seen");
        (await FaultAsync(new SourceAggregateQuery { Limit = 0 })).ParamName.ShouldBe("Limit");
        (await FaultAsync(new SourceAggregateQuery { Limit = SourceAggregateQuery.MaxLimit + 1 })).ParamName.ShouldBe("Limit");
        (await FaultAsync(new SourceAggregateQuery { MinimumFlows = 0 })).ParamName.ShouldBe("MinimumFlows");
        (await FaultAsync(new SourceAggregateQuery { From = Start, To = Start.AddDays(-1) })).ParamName.ShouldBe("From");
    }
}
