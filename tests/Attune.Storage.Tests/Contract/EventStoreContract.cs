using Attune.Events;
using Attune.Testing;

namespace Attune.Storage.Tests.Contract;

/// <summary>What the ledger promises on every engine.</summary>
public abstract class EventStoreContract<TDatabase> : StorageContract<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    private IEventStore Events => Storage.Events;

    private static EventBatch Flows(params Flow[] flows) => new("test", flows, [], []);

    [SkippableFact]
    public async Task AppendAsync_SameBatchTwice_AddsItOnce()
    {
        var batch = new EventBatch("test", [SampleEvents.Flow(1), SampleEvents.Flow(2)], [SampleEvents.Text(1)], [SampleEvents.Letter(1)]);
        var first = await Events.AppendAsync(batch);
        first.NewFlows.ShouldBe([true, true]);
        first.NewTexts.ShouldBe([true]);
        (first.NewDeadLetters, first.Duplicates).ShouldBe((1, 0));

        var second = await Events.AppendAsync(batch);
        second.NewFlows.ShouldBe([false, false]);
        (second.NewDeadLetters, second.Duplicates).ShouldBe((0, 4));
        (await Events.CountRowsAsync()).ShouldBe(new RowCounts(2, 1, 0, 0, 1));
    }

    [SkippableFact]
    public async Task AppendAsync_DuplicateInsideOneBatch_CountsOnce() =>
        (await Events.AppendAsync(Flows(SampleEvents.Flow(1), SampleEvents.Flow(1)))).NewFlows.ShouldBe([true, false]);

    [SkippableFact]
    public async Task AppendAsync_ThenReopen_RoundTripsEveryField()
    {
        var flow = SampleEvents.Flow(7, "2001:db8::1", 12345, "ESMTP") with { Destination = "", MessageId = null };
        await Events.AppendAsync(Flows(flow));
        await ReopenAsync();
        var page = await Events.GetFlowsAsync(new FlowQuery());
        page.Items.ShouldHaveSingleItem().ShouldBe(new StoredFlow("test", flow));
        page.Items[0].Flow.Timestamp.Kind.ShouldBe(DateTimeKind.Utc);
    }

    [SkippableFact]
    public async Task AppendAsync_TextThatNeedsEscapes_RoundTripsButForWhatNoEngineKeeps()
    {
        const string Nasty = "'; DROP TABLE flows; -- \0 \u2028 😀";
        await Events.AppendAsync(new EventBatch(Nasty, [SampleEvents.Flow(1) with { Destination = Nasty }], [], []));
        (await Events.GetFlowsAsync(new FlowQuery { Stream = Nasty })).Items.Single().Flow.Destination.ShouldBe(Nasty.Replace('\0', '\uFFFD'));
    }

    [SkippableFact]
    public async Task AppendAsync_OneRowBreaksAConstraint_StoresNothingOfTheBatch()
    {
        await Should.ThrowAsync<StorageException>(() => Events.AppendAsync(Flows(SampleEvents.Flow(1), SampleEvents.Flow(2) with { SourceIp = null! })));
        (await Events.CountRowsAsync()).Total.ShouldBe(0);
        (await Events.AppendAsync(Flows(SampleEvents.Flow(1)))).NewFlows.ShouldBe([true]);
    }

    [SkippableFact]
    public async Task AppendAsync_ARowThatIsNoRow_FailsAloneAndLeavesTheNextAsItIs()
    {
        await Should.ThrowAsync<StorageException>(() => Events.AppendAsync(Flows(SampleEvents.Flow(1), null!)));
        await Events.AppendAsync(Flows(SampleEvents.Flow(2)));
        (await Events.GetFlowsAsync(new FlowQuery())).Items.ShouldHaveSingleItem().Flow.ShouldBe(SampleEvents.Flow(2));
    }

    [SkippableFact]
    public async Task AppendAsync_FromManyCallers_StoresEachOnce()
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, 200), new ParallelOptions { MaxDegreeOfParallelism = 32 },
            async (number, cancellation) => await Events.AppendAsync(Flows(SampleEvents.Flow(number), SampleEvents.Flow(number / 2)), cancellation));
        (await Events.CountRowsAsync()).Flows.ShouldBe(200);
    }

    [SkippableFact]
    public async Task GetFlowsAsync_PageByPage_GivesAllInOrderWithoutGaps()
    {
        await Events.AppendAsync(Flows([.. Enumerable.Range(0, 25).Reverse().Select(number => SampleEvents.Flow(number))]));
        foreach (var descending in new[] { false, true })
        {
            var seen = new List<DateTime>();
            var query = new FlowQuery { Limit = 10, Descending = descending };
            do
            {
                var page = await Events.GetFlowsAsync(query);
                seen.AddRange(page.Items.Select(item => item.Flow.Timestamp));
                query = query with { After = page.Next };
            }
            while (query.After is not null);

            var expected = Enumerable.Range(0, 25).Select(number => SampleEvents.Start.AddSeconds(number));
            seen.ShouldBe(descending ? expected.Reverse() : expected);
        }
    }

    [SkippableFact]
    public async Task GetFlowsAsync_Filters_Combine()
    {
        await Events.AppendAsync(Flows(
            SampleEvents.Flow(1, "10.0.0.1"), SampleEvents.Flow(2, "10.0.0.2"), SampleEvents.Flow(3, "10.0.0.1", protocol: "HTTP"), SampleEvents.Flow(4, "10.0.0.1")));
        var page = await Events.GetFlowsAsync(new FlowQuery
        {
            SourceIp = "10.0.0.1", Protocol = "SMTP", From = SampleEvents.Start.AddSeconds(1), To = SampleEvents.Start.AddSeconds(4),
        });
        page.Items.ShouldHaveSingleItem().Flow.MessageId.ShouldBe("m1@example.org");
    }

    [SkippableTheory]
    [InlineData("nonsense")]
    [InlineData("zz")]
    [InlineData("' OR 1=1 --")]
    public async Task GetFlowsAsync_BadCursor_IsAFormatError(string cursor) =>
        await Should.ThrowAsync<FormatException>(() => Events.GetFlowsAsync(new FlowQuery { After = cursor }));

    [SkippableFact]
    public async Task ReadFlowsAsync_MoreThanAPage_GivesAllFromTheInstant()
    {
        await Events.AppendAsync(Flows([.. Enumerable.Range(0, 2500).Select(number => SampleEvents.Flow(number))]));
        var count = 0;
        await foreach (var flow in Events.ReadFlowsAsync("test", SampleEvents.Start.AddSeconds(100)))
        {
            flow.Timestamp.ShouldBe(SampleEvents.Start.AddSeconds(100 + count++));
        }

        count.ShouldBe(2400);
    }

    [SkippableFact]
    public async Task SaveWindowsAsync_Again_ReplacesTheWindowAndItsAggregates()
    {
        var total = new WindowAggregate("", 2, 300, 150, 100, 200, 50);
        var window = new WindowResult("test", SampleEvents.Start, SampleEvents.Start.AddDays(1), total, 2, 4, 1,
            [total with { Key = "SMTP" }], [total with { Key = "10.0.0.1", Bytes = 200 }, total with { Key = "10.0.0.2", Bytes = 100 }]);
        await Events.SaveWindowsAsync("test", window.End, [window]);
        await Events.SaveWindowsAsync("test", window.End, [window with { Sources = [window.Sources[0]], Messages = 5 }]);

        var read = (await Events.GetWindowsAsync(new WindowQuery())).Items.ShouldHaveSingleItem();
        read.Sources.ShouldBe([window.Sources[0]]);
        read.Protocols.ShouldBe(window.Protocols);
        (read.Messages, read.Total, read.SpamShare).ShouldBe((5, total, 0.2));
        (await Events.GetWatermarkAsync("test")).ShouldBe(window.End);
        (await Events.GetWatermarkAsync("other")).ShouldBeNull();
    }

    [SkippableTheory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public async Task SaveWindowsAsync_NumberThatIsNone_IsRefused(double number)
    {
        var total = new WindowAggregate("", 2, 300, 150, 100, 200, 50);
        var window = new WindowResult("test", SampleEvents.Start, SampleEvents.Start.AddDays(1), total, 1, 0, 0, [], [total with { Key = "10.0.0.1", Mean = number }]);
        await Should.ThrowAsync<ArgumentException>(() => Events.SaveWindowsAsync("test", window.End, [window]));
        (await Events.GetWindowsAsync(new WindowQuery())).Items.ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task GetWindowsAsync_PageByPage_LatestFirst()
    {
        var total = new WindowAggregate("", 1, 1, 1, 1, 1, 0);
        var windows = Enumerable.Range(0, 7).Select(day => new WindowResult(
            "test", SampleEvents.Start.AddDays(day), SampleEvents.Start.AddDays(day + 1), total, 1, day, 0, [], [])).ToList();
        await Events.SaveWindowsAsync("test", windows[^1].End, windows);
        var first = await Events.GetWindowsAsync(new WindowQuery { Limit = 4 });
        var second = await Events.GetWindowsAsync(new WindowQuery { Limit = 4, After = first.Next });
        first.Items.Concat(second.Items).Select(window => window.Messages).ShouldBe([6, 5, 4, 3, 2, 1, 0]);
        second.Next.ShouldBeNull();
    }

    [SkippableFact]
    public async Task GetTopSourcesAsync_MostBytesFirst()
    {
        await Events.AppendAsync(Flows(SampleEvents.Flow(1, "10.0.0.1", 10), SampleEvents.Flow(2, "10.0.0.2", 15), SampleEvents.Flow(3, "10.0.0.1", 10)));
        (await Events.GetTopSourcesAsync(1)).ShouldBe([new SourceTotal("10.0.0.1", 2, 20)]);
        (await Events.GetTopSourcesAsync(5, "other")).ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task Top_WithNumbersOutOfRange_IsAnArgumentError()
    {
        var total = new WindowAggregate("", 0, 0, 0, 0, 0, 0);
        await Events.SaveWindowsAsync("test", SampleEvents.Start.AddDays(1), [new WindowResult("test", SampleEvents.Start, SampleEvents.Start.AddDays(1), total, 0, 0, 0, [], [])]);
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => Events.GetTopSpamDaysAsync(1, 0));
        foreach (var limit in new[] { -1, 0, 10_001 })
        {
            await Should.ThrowAsync<ArgumentOutOfRangeException>(() => Events.GetTopSpamDaysAsync(limit, 1));
            await Should.ThrowAsync<ArgumentOutOfRangeException>(() => Events.GetTopSourcesAsync(limit));
        }
    }

    [SkippableFact]
    public async Task GetDeadLettersAsync_ByReason_PagesAndCounts()
    {
        await Events.AppendAsync(new EventBatch("test", [], [], [.. Enumerable.Range(0, 5).Select(n => SampleEvents.Letter(n, n < 3 ? "bad-date" : "no-date"))]));
        (await Events.CountDeadLettersAsync()).ShouldBe([new("bad-date", 3), new("no-date", 2)]);
        var first = await Events.GetDeadLettersAsync(new DeadLetterQuery { Reason = "bad-date", Limit = 2 });
        var second = await Events.GetDeadLettersAsync(new DeadLetterQuery { Reason = "bad-date", Limit = 2, After = first.Next });
        first.Items.Concat(second.Items).Select(item => item.Letter.Position).ShouldBe(["line 2", "line 1", "line 0"]);
    }

    [SkippableFact]
    public async Task AppendAsync_AfterDispose_IsAClearError()
    {
        var events = Events;
        await ReopenAsync();
        (await Should.ThrowAsync<StorageException>(() => events.AppendAsync(Flows(SampleEvents.Flow(1))))).Message.ShouldBe("The store is closed.");
    }
}
