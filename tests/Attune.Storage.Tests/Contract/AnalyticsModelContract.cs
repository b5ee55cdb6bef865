using Attune.Events;
using Attune.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Storage.Tests.Contract;

/// <summary>The queries over events agree with the naive way to compute the same, whatever the data.</summary>
public abstract class AnalyticsModelContract<TDatabase> : StorageContract<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    private const int Cases = 40;
    private const int Seconds = 200;

    private static readonly DateTime Start = SampleEvents.Start;

    private static readonly Gen<DateTime> Times = Gen.Choose(0, Seconds * 1000).Select(milliseconds => Start.AddMilliseconds(milliseconds));

    private static readonly Gen<DateTime?> Bounds = Gen.Frequency((1, Gen.Constant<DateTime?>(null)), (2, Times.Select(time => (DateTime?)time)));

    private static readonly Gen<string> Payloads = Gen.Frequency(
        (6, Gen.Choose(-1000, 1000).Select(number => FormattableString.Invariant($$"""{"n":{{number / 8.0}}}"""))),
        (1, Gen.Elements("""{"n":"5"}""", """{"n":null}""", "{}", """{"m":{"n":1}}""", """{"n":[1]}""", """{"n":true}""")));

    private static readonly Gen<AnalyticsEvent> Events =
        from time in Times
        from type in Gen.Elements("a", "b", "c", "d")
        from user in Gen.Elements<string?>(null, "u", "v", "w", "x")
        from payload in Payloads
        from salt in Gen.Choose(0, 1_000_000)
        select AnalyticsEvent.Create(time, type, user, payload, $"{type}{user}{payload}{salt}");

    private static readonly Gen<(DateTime?, DateTime?)> Ranges =
        from one in Bounds
        from other in Bounds
        select one > other ? (other, one) : (one, other);

    private int _stream;

    private string NextStream() => $"stream {Interlocked.Increment(ref _stream)}";

    private static Gen<string[]> SomeOf(params string[] values) => Gen.SubListOf(values).Select(list => list.ToArray());

    private static void Check<T>(Gen<T> cases, Func<T, Task> check) =>
        Prop.ForAll(cases.ToArbitrary(), value => check(value).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(Cases));

    [SkippableFact]
    public void GetRecentAsync_AnyEventsAndQuery_IsTheFilteredSortedList()
    {
        var cases =
            from events in Events.ListOf()
            from types in SomeOf("a", "b", "c", "z").Where(list => list.Length > 0)
            from users in SomeOf("u", "v", "z")
            from range in Ranges
            from limit in Gen.Choose(1, 20)
            select (events, query: new RecentEventsQuery { Types = types, UserIds = users, Since = range.Item1, Until = range.Item2, Limit = limit });
        Check(cases, async sample =>
        {
            var query = sample.query with { Stream = NextStream() };
            await Storage.Analytics.AppendAsync(query.Stream, [.. Distinct(sample.events, query.Stream)]);
            var expected = Distinct(sample.events, query.Stream)
                .Where(made => query.Types.Contains(made.Type) && (query.UserIds.Count == 0 || query.UserIds.Contains(made.UserId))
                    && !(made.Timestamp < query.Since) && !(made.Timestamp >= query.Until))
                .OrderByDescending(made => made.Id.Value).Take(query.Limit).Select(made => new StoredAnalyticsEvent(query.Stream, made));
            (await Storage.Analytics.GetRecentAsync(query)).ShouldBe(expected);
        });
    }

    [SkippableFact]
    public void ReadAsync_AnyEvents_IsTheSortedListFromTheInstant() => Check(
        from events in Events.ListOf()
        from time in Times
        select (events, time),
        async sample =>
        {
            var stream = NextStream();
            var events = Distinct(sample.events, stream);
            await Storage.Analytics.AppendAsync(stream, events);
            var read = new List<AnalyticsEvent>();
            await foreach (var made in Storage.Analytics.ReadAsync(stream, sample.time))
            {
                read.Add(made);
            }

            read.ShouldBe(events.Where(made => made.Timestamp >= sample.time).OrderBy(made => made.Id.Value));
        });

    [SkippableFact]
    public void GetTimeBucketsAsync_AnyEventsAndBucket_IsTheNaiveSummary()
    {
        var cases =
            from events in Events.ListOf()
            from bucket in Gen.Choose(1000, 90_000)
            from @group in Gen.Elements<string?>(null, "type", "user_id", "stream")
            from type in Gen.Elements<string?>(null, "a")
            from limit in Gen.Choose(1, 30)
            from one in Times
            from other in Times
            select (events, query: new TimeBucketQuery
            {
                Source = "events", Metric = "n", Bucket = TimeSpan.FromMilliseconds(bucket), GroupBy = @group, Type = type, Limit = limit,
                From = one < other ? one : other, To = one < other ? other : one,
            });
        Check(cases, async sample =>
        {
            var query = sample.query with { Stream = NextStream() };
            var events = Distinct(sample.events, query.Stream);
            await Storage.Analytics.AppendAsync(query.Stream, events);
            var expected = Naive(events, query);
            var actual = await Storage.Analytics.GetTimeBucketsAsync(query);
            actual.Select(row => (row.Start, row.Group, row.Count, row.Min, row.Max)).ShouldBe(expected.Select(row => (row.Start, row.Group, row.Count, row.Min, row.Max)));
            foreach (var (row, wanted) in actual.Zip(expected))
            {
                row.Mean.ShouldBe(wanted.Mean, 1e-9);
                row.StandardDeviation.HasValue.ShouldBe(wanted.StandardDeviation.HasValue);
                (row.StandardDeviation ?? 0).ShouldBe(wanted.StandardDeviation ?? 0, 1e-9);
            }
        });
    }

    [SkippableFact]
    public void GetSourceAggregatesAsync_AnyFlowsAndQuery_IsTheNaiveSummary()
    {
        var flows =
            from time in Times
            from source in Gen.Elements("10.0.0.1", "10.0.0.2", "10.0.0.10", "2001:db8::1")
            from bytes in Gen.Choose(0, 1_000_000)
            from salt in Gen.Choose(0, 1_000_000)
            select new Flow(EventId.Create(time, $"{source} {salt}"), time, source, "mx", bytes, "SMTP");
        var cases =
            from list in flows.ListOf()
            from range in Ranges
            from minimum in Gen.Choose(1, 4)
            from sort in Gen.Elements("source", "flows", "bytes", "mean_bytes", "last_seen")
            from isDescending in Gen.Elements(true, false)
            from limit in Gen.Choose(1, 5)
            select (list, query: new SourceAggregateQuery { From = range.Item1, To = range.Item2, MinimumFlows = minimum, SortBy = sort, Descending = isDescending, Limit = limit });
        Check(cases, async sample =>
        {
            var query = sample.query with { Stream = NextStream() };
            List<Flow> list = [.. sample.list.Select(flow => flow with { Id = EventId.Create(flow.Timestamp, $"{flow.Id}{query.Stream}") }).DistinctBy(flow => flow.Id)];
            await Storage.Events.AppendAsync(new EventBatch(query.Stream, list, [], []));
            (await Storage.Analytics.GetSourceAggregatesAsync(query)).ShouldBe(Naive(list, query));
        });
    }

    /// <summary>The same events with ids of their own in each case, because all cases share the tables.</summary>
    private static List<AnalyticsEvent> Distinct(IEnumerable<AnalyticsEvent> events, string stream) =>
        [.. events.Select(made => made with { Id = EventId.Create(made.Timestamp, $"{made.Id}{stream}") }).DistinctBy(made => made.Id)];

    private static List<SourceAggregate> Naive(List<Flow> flows, SourceAggregateQuery query)
    {
        var rows = flows.Where(flow => !(flow.Timestamp < query.From) && !(flow.Timestamp >= query.To))
            .GroupBy(flow => flow.SourceIp)
            .Where(group => group.Count() >= query.MinimumFlows)
            .Select(group => new SourceAggregate(
                group.Key, group.Count(), group.Sum(flow => flow.Bytes), (double)group.Sum(flow => flow.Bytes) / group.Count(), group.Max(flow => flow.Timestamp)))
            .OrderBy(row => row.Source, StringComparer.Ordinal);
        IComparable Key(SourceAggregate row) => query.SortBy switch
        {
            "flows" => row.Flows,
            "bytes" => row.Bytes,
            "mean_bytes" => row.MeanBytes,
            "last_seen" => row.LastSeen,
            _ => 0,
        };
        var sorted = query.Descending ? rows.OrderByDescending(Key).ToList() : [.. rows.OrderBy(Key)];
        if (query is { SortBy: "source", Descending: true })
        {
            sorted.Reverse();
        }

        return [.. sorted.Take(query.Limit)];
    }

    private static List<TimeBucket> Naive(List<AnalyticsEvent> events, TimeBucketQuery query) =>
    [
        .. events.Where(made => made.Timestamp >= query.From && made.Timestamp < query.To && (query.Type is null || made.Type == query.Type))
            .Select(made => (Event: made, Number: NumberOf(made.Payload))).Where(pair => pair.Number is not null)
            .GroupBy(
                pair => (
                    Start: new DateTime(pair.Event.Timestamp.Ticks - ((pair.Event.Timestamp - DateTime.UnixEpoch).Ticks % query.Bucket.Ticks), DateTimeKind.Utc),
                    Group: query.GroupBy switch { "type" => pair.Event.Type, "user_id" => pair.Event.UserId, "stream" => query.Stream, _ => null }),
                pair => pair.Number!.Value)
            .OrderByDescending(group => group.Key.Start).ThenBy(group => group.Key.Group, StringComparer.Ordinal)
            .Take(query.Limit)
            .Select(group => new TimeBucket(
                group.Key.Start, group.Key.Group, group.Count(), group.Average(), group.Min(), group.Max(),
                group.Count() < 2 ? null : Math.Sqrt(group.Sum(number => (number - group.Average()) * (number - group.Average())) / (group.Count() - 1)))),
    ];

    private static double? NumberOf(string payload)
    {
        using var document = System.Text.Json.JsonDocument.Parse(payload);
        return document.RootElement.TryGetProperty("n", out var field) && field.ValueKind == System.Text.Json.JsonValueKind.Number ? field.GetDouble() : null;
    }
}
