using Attune.Events;
using Attune.Testing;

namespace Attune.Storage.Tests.Contract;

/// <summary>What time buckets promise on every engine.</summary>
public abstract class TimeBucketContract<TDatabase> : StorageContract<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    private static readonly DateTime Start = SampleEvents.Start;

    private static readonly TimeBucketQuery Hours = new()
    {
        Source = "events", Metric = "amount", Bucket = TimeSpan.FromHours(1), From = Start, To = Start.AddDays(1),
    };

    private static AnalyticsEvent Event(double minute, string payload, string type = "buy", string? user = null) => AnalyticsEvent.Create(Start.AddMinutes(minute), type, user, payload);

    private async Task<string[]> LinesAsync(TimeBucketQuery query) =>
    [
        .. (await Storage.Analytics.GetTimeBucketsAsync(query)).Select(bucket => FormattableString.Invariant(
            $"{bucket.Start:dd HH:mm:ss} {bucket.Group ?? "-"} {bucket.Count} {bucket.Mean:0.###} {bucket.Min:0.###} {bucket.Max:0.###} {bucket.StandardDeviation:0.###}").TrimEnd()),
    ];

    [SkippableFact]
    public async Task GetTimeBucketsAsync_Payloads_OnlyNumbersCount()
    {
        string[] payloads =
        [
            """{"amount":1}""", """{"amount":2.5e0}""", """{"amount":-4}""", """{"amount":"7"}""", """{"amount":null}""", """{"amount":true}""",
            """{"amount":{"amount":9}}""", """{"amount":[9]}""", """{"Amount":9}""", """{"amount_":9}""", "{}", """{"amount":1e200}""",
        ];
        await Storage.Analytics.AppendAsync("test", [.. payloads.Select((payload, index) => Event(index, payload))]);
        (await LinesAsync(Hours)).ShouldBe(["22 00:00:00 - 3 -0.167 -4 2.5 3.403"]);
    }

    [SkippableFact]
    public async Task GetTimeBucketsAsync_Events_BucketsGroupsFiltersAndLimit()
    {
        await Storage.Analytics.AppendAsync("test",
        [
            Event(0, """{"amount":1}""", user: "u"), Event(59.99, """{"amount":3}"""), Event(60, """{"amount":5}""", "sell"), Event(61, """{"amount":7}""", user: "u"), Event(1440, """{"amount":9}"""),
        ]);
        await Storage.Analytics.AppendAsync("other", [Event(2, """{"amount":11}""")]);
        (await LinesAsync(Hours with { Stream = "test" })).ShouldBe(["22 01:00:00 - 2 6 5 7 1.414", "22 00:00:00 - 2 2 1 3 1.414"]);
        (await LinesAsync(Hours with { GroupBy = "type" })).ShouldBe(["22 01:00:00 buy 1 7 7 7", "22 01:00:00 sell 1 5 5 5", "22 00:00:00 buy 3 5 1 11 5.292"]);
        (await LinesAsync(Hours with { GroupBy = "user_id", Stream = "test" })).ShouldBe(
            ["22 01:00:00 - 1 5 5 5", "22 01:00:00 u 1 7 7 7", "22 00:00:00 - 1 3 3 3", "22 00:00:00 u 1 1 1 1"]);
        (await LinesAsync(Hours with { GroupBy = "stream", Type = "buy", Limit = 2 })).ShouldBe(["22 01:00:00 test 1 7 7 7", "22 00:00:00 other 1 11 11 11"]);
        (await LinesAsync(Hours with { Metric = "none" })).ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task GetTimeBucketsAsync_EverySourceAndMetricAndGroup_Answers()
    {
        await Storage.Events.AppendAsync(new EventBatch("test", [SampleEvents.Flow(1, "a", 10), SampleEvents.Flow(2, "b", 30)], [SampleEvents.Text(1, "spam"), SampleEvents.Text(2), SampleEvents.Text(3)], []));
        await Storage.Predictions.AppendAsync([Prediction.Create(Start, "u", "text", "joy", 0.9, 12, "m1"), Prediction.Create(Start, null, "text", "fear", 0.5, 14, "m1")]);
        await Storage.Metrics.AppendAsync([new("cpu", "core=1", Start, 1), new("cpu", "core=2", Start, 3), new("memory", "", Start, 9)]);

        (await LinesAsync(Hours with { Source = "flows", Metric = "bytes" })).ShouldBe(["22 00:00:00 - 2 20 10 30 14.142"]);
        (await LinesAsync(Hours with { Source = "flows", Metric = "bytes", GroupBy = "source_ip" })).ShouldBe(["22 00:00:00 a 1 10 10 10", "22 00:00:00 b 1 30 30 30"]);
        (await LinesAsync(Hours with { Source = "text_events", Metric = "is_spam" })).ShouldBe(["22 00:00:00 - 3 0.333 0 1 0.577"]);
        (await LinesAsync(Hours with { Source = "text_events", Metric = "body_length", GroupBy = "label" })).ShouldBe(["22 00:00:00 ham 2 4 4 4 0", "22 00:00:00 spam 1 4 4 4"]);
        (await LinesAsync(Hours with { Source = "predictions", Metric = "confidence" })).ShouldBe(["22 00:00:00 - 2 0.7 0.5 0.9 0.283"]);
        (await LinesAsync(Hours with { Source = "predictions", Metric = "processing_ms", GroupBy = "emotion" })).ShouldBe(["22 00:00:00 fear 1 14 14 14", "22 00:00:00 joy 1 12 12 12"]);
        (await LinesAsync(Hours with { Source = "metric_samples", Metric = "value", Name = "cpu" })).ShouldBe(["22 00:00:00 - 2 2 1 3 1.414"]);
        (await LinesAsync(Hours with { Source = "metric_samples", Metric = "value", Name = "cpu", GroupBy = "tags" })).ShouldBe(["22 00:00:00 core=1 1 1 1 1", "22 00:00:00 core=2 1 3 3 3"]);
        foreach (var (source, metric, group) in new[]
        {
            ("flows", "bytes", "destination"), ("flows", "bytes", "protocol"), ("flows", "bytes", "stream"), ("text_events", "is_spam", "sender_domain"), ("text_events", "is_spam", "stream"),
            ("predictions", "confidence", "model"), ("predictions", "confidence", "user_id"),
        })
        {
            (await LinesAsync(Hours with { Source = source, Metric = metric, GroupBy = group })).ShouldNotBeEmpty();
        }
    }

    [SkippableFact]
    public async Task GetTimeBucketsAsync_LargeValuesWithASmallDeviation_IsStable()
    {
        var values = Enumerable.Range(0, 10_000).Select(number => 1e9 + (number % 2 == 0 ? 1e-3 : -1e-3)).ToList();
        await Storage.Metrics.AppendAsync([.. values.Select((value, index) => new MetricSample("m", "", Start.AddMilliseconds(index), value))]);
        var bucket = (await Storage.Analytics.GetTimeBucketsAsync(Hours with { Source = "metric_samples", Metric = "value", Name = "m" })).ShouldHaveSingleItem();
        bucket.Count.ShouldBe(10_000);
        bucket.Mean.ShouldBe(1e9, 1e-5);
        bucket.StandardDeviation!.Value.ShouldBe(1e-3, 1e-6);
    }

    [SkippableTheory]
    [InlineData("nothing", "amount", null, "Source", "flows, text_events, events, predictions, metric_samples")]
    [InlineData("flows", "amount", null, "Metric", "use one of bytes")]
    [InlineData("flows", "bytes", "message_id", "GroupBy", "use one of source_ip, destination, protocol, stream")]
    [InlineData("flows", "bytes", "1) --", "GroupBy", "unknown")]
    [InlineData("events", "a b", null, "Metric", "payload's field")]
    [InlineData("events", "", null, "Metric", "payload's field")]
    [InlineData("events", "é", null, "Metric", "payload's field")]
    [InlineData("events", "amount", "payload", "GroupBy", "use one of type, user_id, stream")]
    [InlineData("metric_samples", "value", null, "Name", "must be given")]
    public async Task GetTimeBucketsAsync_UnknownName_SaysWhatIsAllowed(string source, string metric, string? group, string parameter, string words)
    {
        var error = await Should.ThrowAsync<ArgumentException>(() => Storage.Analytics.GetTimeBucketsAsync(Hours with { Source = source, Metric = metric, GroupBy = group }));
        error.ParamName.ShouldBe(parameter);
        error.Message.ShouldContain(words);
    }

    [SkippableFact]
    public async Task GetTimeBucketsAsync_BadNumbers_NameTheParameter()
    {
        async Task<string> FaultAsync(TimeBucketQuery query) => (await Should.ThrowAsync<ArgumentException>(() => Storage.Analytics.GetTimeBucketsAsync(query))).ParamName!;
        (await FaultAsync(Hours with { Limit = 0 })).ShouldBe("Limit");
        (await FaultAsync(Hours with { Limit = TimeBucketQuery.MaxLimit + 1 })).ShouldBe("Limit");
        (await FaultAsync(Hours with { Bucket = TimeSpan.FromMilliseconds(999) })).ShouldBe("Bucket");
        (await FaultAsync(Hours with { Bucket = TimeSpan.FromTicks(15_000_001) })).ShouldBe("Bucket");
        (await FaultAsync(Hours with { From = Hours.To.AddTicks(1) })).ShouldBe("From");
        (await FaultAsync(Hours with { Metric = new string('a', 65) })).ShouldBe("Metric");
        (await FaultAsync(Hours with { Name = "n" })).ShouldBe("Name");
        (await FaultAsync(Hours with { Source = "flows", Metric = "bytes", Type = "t" })).ShouldBe("Type");
        (await FaultAsync(Hours with { Source = "predictions", Metric = "confidence", Stream = "s" })).ShouldBe("Stream");
    }
}
