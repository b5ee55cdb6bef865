using Attune.Events;
using Attune.Storage.Sqlite;
using Attune.Testing;
using Attune.Tuning;
using Microsoft.Data.Sqlite;

namespace Attune.Storage.Tests.Sqlite;

public sealed class SqliteEventStoreTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private SqliteEventStore _store = null!;

    private StorageOptions Options => new() { Path = _folder.File("attune.db"), BusyTimeout = TimeSpan.FromMilliseconds(200) };

    public Task InitializeAsync()
    {
        _store = new SqliteEventStore(Options);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _store.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    private static EventBatch Flows(params Flow[] flows) => new("test", flows, [], []);

    private async Task ReopenAsync()
    {
        await _store.DisposeAsync();
        _store = new SqliteEventStore(Options);
    }

    [Fact]
    public async Task AppendAsync_SameBatchTwice_AddsItOnce()
    {
        var batch = new EventBatch("test", [SampleEvents.Flow(1), SampleEvents.Flow(2)], [SampleEvents.Text(1)], [SampleEvents.Letter(1)]);
        var first = await _store.AppendAsync(batch);
        first.NewFlows.ShouldBe([true, true]);
        first.NewTexts.ShouldBe([true]);
        (first.NewDeadLetters, first.Duplicates).ShouldBe((1, 0));

        var second = await _store.AppendAsync(batch);
        second.NewFlows.ShouldBe([false, false]);
        (second.NewDeadLetters, second.Duplicates).ShouldBe((0, 4));
        (await _store.CountRowsAsync()).ShouldBe(new RowCounts(2, 1, 0, 0, 1));
    }

    [Fact]
    public async Task AppendAsync_DuplicateInsideOneBatch_CountsOnce() =>
        (await _store.AppendAsync(Flows(SampleEvents.Flow(1), SampleEvents.Flow(1)))).NewFlows.ShouldBe([true, false]);

    [Fact]
    public async Task AppendAsync_ThenReopen_RoundTripsEveryField()
    {
        var flow = SampleEvents.Flow(7, "2001:db8::1", 12345, "ESMTP") with { Destination = "", MessageId = null };
        await _store.AppendAsync(Flows(flow));
        await ReopenAsync();
        var page = await _store.GetFlowsAsync(new FlowQuery());
        page.Items.ShouldHaveSingleItem().ShouldBe(new StoredFlow("test", flow));
        page.Items[0].Flow.Timestamp.Kind.ShouldBe(DateTimeKind.Utc);
    }

    [Fact]
    public async Task AppendAsync_TextThatNeedsEscapes_RoundTrips()
    {
        const string Nasty = "'; DROP TABLE flows; -- \0 \u2028 😀";
        await _store.AppendAsync(new EventBatch(Nasty, [SampleEvents.Flow(1) with { Destination = Nasty }], [], []));
        (await _store.GetFlowsAsync(new FlowQuery { Stream = Nasty })).Items.Single().Flow.Destination.ShouldBe(Nasty);
    }

    [Fact]
    public async Task AppendAsync_OneRowBreaksAConstraint_StoresNothingOfTheBatch()
    {
        await Should.ThrowAsync<StorageException>(() => _store.AppendAsync(Flows(SampleEvents.Flow(1), SampleEvents.Flow(2) with { SourceIp = null! })));
        (await _store.CountRowsAsync()).Total.ShouldBe(0);
        (await _store.AppendAsync(Flows(SampleEvents.Flow(1)))).NewFlows.ShouldBe([true]);
    }

    [Fact]
    public async Task AppendAsync_FromManyCallers_StoresEachOnce()
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, 200), new ParallelOptions { MaxDegreeOfParallelism = 32 },
            async (number, cancellation) => await _store.AppendAsync(Flows(SampleEvents.Flow(number), SampleEvents.Flow(number / 2)), cancellation));
        (await _store.CountRowsAsync()).Flows.ShouldBe(200);
    }

    [Fact]
    public async Task GetFlowsAsync_PageByPage_GivesAllInOrderWithoutGaps()
    {
        await _store.AppendAsync(Flows([.. Enumerable.Range(0, 25).Reverse().Select(number => SampleEvents.Flow(number))]));
        foreach (var descending in new[] { false, true })
        {
            var seen = new List<DateTime>();
            var query = new FlowQuery { Limit = 10, Descending = descending };
            do
            {
                var page = await _store.GetFlowsAsync(query);
                seen.AddRange(page.Items.Select(item => item.Flow.Timestamp));
                query = query with { After = page.Next };
            }
            while (query.After is not null);

            var expected = Enumerable.Range(0, 25).Select(number => SampleEvents.Start.AddSeconds(number));
            seen.ShouldBe(descending ? expected.Reverse() : expected);
        }
    }

    [Fact]
    public async Task GetFlowsAsync_Filters_Combine()
    {
        await _store.AppendAsync(Flows(
            SampleEvents.Flow(1, "10.0.0.1"), SampleEvents.Flow(2, "10.0.0.2"), SampleEvents.Flow(3, "10.0.0.1", protocol: "HTTP"), SampleEvents.Flow(4, "10.0.0.1")));
        var page = await _store.GetFlowsAsync(new FlowQuery
        {
            SourceIp = "10.0.0.1", Protocol = "SMTP", From = SampleEvents.Start.AddSeconds(1), To = SampleEvents.Start.AddSeconds(4),
        });
        page.Items.ShouldHaveSingleItem().Flow.MessageId.ShouldBe("m1@example.org");
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("zz")]
    [InlineData("' OR 1=1 --")]
    public async Task GetFlowsAsync_BadCursor_IsAFormatError(string cursor) =>
        await Should.ThrowAsync<FormatException>(() => _store.GetFlowsAsync(new FlowQuery { After = cursor }));

    [Fact]
    public async Task ReadFlowsAsync_MoreThanAPage_GivesAllFromTheInstant()
    {
        await _store.AppendAsync(Flows([.. Enumerable.Range(0, 2500).Select(number => SampleEvents.Flow(number))]));
        var count = 0;
        await foreach (var flow in _store.ReadFlowsAsync("test", SampleEvents.Start.AddSeconds(100)))
        {
            flow.Timestamp.ShouldBe(SampleEvents.Start.AddSeconds(100 + count++));
        }

        count.ShouldBe(2400);
    }

    [Fact]
    public async Task SaveWindowsAsync_Again_ReplacesTheWindowAndItsAggregates()
    {
        var total = new WindowAggregate("", 2, 300, 150, 100, 200, 50);
        var window = new WindowResult("test", SampleEvents.Start, SampleEvents.Start.AddDays(1), total, 2, 4, 1,
            [total with { Key = "SMTP" }], [total with { Key = "10.0.0.1", Bytes = 200 }, total with { Key = "10.0.0.2", Bytes = 100 }]);
        await _store.SaveWindowsAsync("test", window.End, [window]);
        await _store.SaveWindowsAsync("test", window.End, [window with { Sources = [window.Sources[0]], Messages = 5 }]);

        var read = (await _store.GetWindowsAsync(new WindowQuery())).Items.ShouldHaveSingleItem();
        read.Sources.ShouldBe([window.Sources[0]]);
        read.Protocols.ShouldBe(window.Protocols);
        (read.Messages, read.Total, read.SpamShare).ShouldBe((5, total, 0.2));
        (await _store.GetWatermarkAsync("test")).ShouldBe(window.End);
        (await _store.GetWatermarkAsync("other")).ShouldBeNull();
    }

    [Fact]
    public async Task GetWindowsAsync_PageByPage_LatestFirst()
    {
        var total = new WindowAggregate("", 1, 1, 1, 1, 1, 0);
        var windows = Enumerable.Range(0, 7).Select(day => new WindowResult(
            "test", SampleEvents.Start.AddDays(day), SampleEvents.Start.AddDays(day + 1), total, 1, day, 0, [], [])).ToList();
        await _store.SaveWindowsAsync("test", windows[^1].End, windows);
        var first = await _store.GetWindowsAsync(new WindowQuery { Limit = 4 });
        var second = await _store.GetWindowsAsync(new WindowQuery { Limit = 4, After = first.Next });
        first.Items.Concat(second.Items).Select(window => window.Messages).ShouldBe([6, 5, 4, 3, 2, 1, 0]);
        second.Next.ShouldBeNull();
    }

    [Fact]
    public async Task GetTopSourcesAsync_MostBytesFirst()
    {
        await _store.AppendAsync(Flows(SampleEvents.Flow(1, "10.0.0.1", 10), SampleEvents.Flow(2, "10.0.0.2", 15), SampleEvents.Flow(3, "10.0.0.1", 10)));
        (await _store.GetTopSourcesAsync(1)).ShouldBe([new SourceTotal("10.0.0.1", 2, 20)]);
        (await _store.GetTopSourcesAsync(5, "other")).ShouldBeEmpty();
    }

    [Fact]
    public async Task GetDeadLettersAsync_ByReason_PagesAndCounts()
    {
        await _store.AppendAsync(new EventBatch("test", [], [], [.. Enumerable.Range(0, 5).Select(n => SampleEvents.Letter(n, n < 3 ? "bad-date" : "no-date"))]));
        (await _store.CountDeadLettersAsync()).ShouldBe([new("bad-date", 3), new("no-date", 2)]);
        var first = await _store.GetDeadLettersAsync(new DeadLetterQuery { Reason = "bad-date", Limit = 2 });
        var second = await _store.GetDeadLettersAsync(new DeadLetterQuery { Reason = "bad-date", Limit = 2, After = first.Next });
        first.Items.Concat(second.Items).Select(item => item.Letter.Position).ShouldBe(["line 2", "line 1", "line 0"]);
    }

    [Fact]
    public void Open_FileThatIsNoDatabase_SaysWhatToDo()
    {
        File.WriteAllText(_folder.File("text.db"), new string('x', 5000));
        Should.Throw<StorageException>(() => new SqliteEventStore(new StorageOptions { Path = _folder.File("text.db") }))
            .Message.ShouldContain("is not a usable Attune database");
    }

    [Fact]
    public void Open_DatabaseOfANewerVersion_Refuses()
    {
        using (var connection = new SqliteConnection($"Data Source={_folder.File("attune.db")};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "INSERT INTO schema_migrations VALUES (999, 'from the future', 0)";
            command.ExecuteNonQuery();
        }

        Should.Throw<StorageException>(() => new SqliteEventStore(Options)).Message.ShouldContain("newer Attune");
    }

    [Fact]
    public void Open_DatabaseOfAnotherProgram_IsRefusedAndLeftAsItIs()
    {
        var path = _folder.File("foreign.db");
        using (var connection = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "CREATE TABLE theirs (x)";
            command.ExecuteNonQuery();
        }

        var before = File.ReadAllBytes(path);
        Should.Throw<StorageException>(() => new SqliteEventStore(new StorageOptions { Path = path })).Message.ShouldContain("not one of Attune's");
        File.ReadAllBytes(path).ShouldBe(before);
    }

    [Fact]
    public async Task GetFlowsAsync_PagesOfOneSource_NeedNoSort()
    {
        await _store.AppendAsync(Flows(SampleEvents.Flow(1)));
        using var connection = new SqliteConnection($"Data Source={_folder.File("attune.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN SELECT id, bytes_transferred FROM flows WHERE source_ip = $s AND id > x'00' ORDER BY id LIMIT 10";
        command.Parameters.AddWithValue("$s", "10.0.0.1");
        using var reader = command.ExecuteReader();
        var plan = "";
        while (reader.Read())
        {
            plan += reader.GetString(3) + "; ";
        }

        plan.ShouldContain("flows_by_source");
        plan.ShouldNotContain("TEMP B-TREE");
    }

    [Fact]
    public async Task CheckAsync_WhileAnotherProcessHoldsTheLock_SaysWhatIsWrong_AndIsWellAgainAfterwards()
    {
        await _store.AppendAsync(Flows(SampleEvents.Flow(1)));
        (await _store.CheckAsync()).ShouldBeNull();
        using (var locker = new SqliteConnection($"Data Source={_folder.File("attune.db")};Pooling=False"))
        {
            // Another process that holds the write lock is the fault that a test can make and undo.
            locker.Open();
            using var command = locker.CreateCommand();
            command.CommandText = "BEGIN IMMEDIATE";
            command.ExecuteNonQuery();
            (await _store.CheckAsync()).ShouldNotBeNull();
        }

        await Eventually.TrueAsync(async () => await _store.CheckAsync() is null);
    }

    [Fact]
    public void Open_FolderThatCannotBeMade_SaysSo() =>
        Should.Throw<StorageException>(() => new SqliteEventStore(new StorageOptions { Path = "/proc/nowhere/attune.db" })).Message.ShouldContain("cannot be made");

    [Fact]
    public async Task Open_TwiceAtOnce_MigratesOnce()
    {
        var path = _folder.File("fresh.db");
        var stores = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => new SqliteEventStore(new StorageOptions { Path = path }))));
        foreach (var store in stores)
        {
            (await store.CheckAsync()).ShouldBeNull();
            await store.DisposeAsync();
        }
    }

    [Theory]
    [InlineData(SynchronousMode.Normal, 1)]
    [InlineData(SynchronousMode.Full, 2)]
    public void Open_Settings_TakeEffect(SynchronousMode mode, long expected)
    {
        var factory = new SqliteConnectionFactory(new StorageOptions
        {
            Path = _folder.File("settings.db"), Synchronous = mode, PageCacheKib = 4096, MmapBytes = 1 << 20, WalAutocheckpointPages = 500,
        });
        using var connection = factory.OpenWriter();
        object? Pragma(string name)
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"PRAGMA {name}";
            return command.ExecuteScalar();
        }

        Pragma("synchronous").ShouldBe(expected);
        Pragma("journal_mode").ShouldBe("wal");
        Pragma("cache_size").ShouldBe(-4096L);
        Pragma("page_size").ShouldBe((long)StorageOptions.PageSizeBytes);
        Pragma("wal_autocheckpoint").ShouldBe(500L);

        using var reader = factory.OpenReader();
        using var mmap = reader.CreateCommand();
        mmap.CommandText = "PRAGMA mmap_size";
        mmap.ExecuteScalar().ShouldBe(1L << 20);
    }

    [Fact]
    public async Task BatchSize_IsATunableOfTheRegistry()
    {
        var registry = new TunableRegistry();
        await using var store = new SqliteEventStore(new StorageOptions { Path = _folder.File("tuned.db"), BatchSize = 10 }, registry);
        registry.Find("storage.batch_size")!.Set(20, "test", "larger");
        (await store.AppendAsync(Flows(SampleEvents.Flow(1)))).Duplicates.ShouldBe(0);
    }

    [Fact]
    public async Task AppendAsync_AfterDispose_IsAClearError()
    {
        await _store.DisposeAsync();
        (await Should.ThrowAsync<StorageException>(() => _store.AppendAsync(Flows(SampleEvents.Flow(1))))).Message.ShouldBe("The store is closed.");
        await ReopenAfterDisposeAsync();
    }

    private Task ReopenAfterDisposeAsync()
    {
        _store = new SqliteEventStore(Options);
        return Task.CompletedTask;
    }
}
