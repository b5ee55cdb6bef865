using Attune.Events;
using Attune.Storage.Maintenance;
using Attune.Storage.Migrations;
using Attune.Storage.Sql;
using Attune.Testing;

namespace Attune.Storage.Tests.Contract;

/// <summary>What upkeep promises on every engine.</summary>
public abstract class MaintenanceContract<TDatabase> : StorageContract<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    private IMaintenance Maintenance => Storage.Maintenance;

    [SkippableFact]
    public async Task GetStatusAsync_SaysWhatIsThere()
    {
        await Storage.Events.AppendAsync(new EventBatch("test", [.. Enumerable.Range(0, 500).Select(number => SampleEvents.Flow(number))], [SampleEvents.Text(1)], []));
        await Maintenance.AnalyzeAsync();

        var status = await Maintenance.GetStatusAsync();
        status.Engine.ShouldBe(Storage.Engine);
        status.SchemaVersion.ShouldBe(SchemaHistory.LatestVersion);
        status.LatestVersion.ShouldBe(SchemaHistory.LatestVersion);
        var flows = status.Tables.Single(table => table.Table == "flows");
        flows.Rows.ShouldBe(500);
        flows.TableBytes!.Value.ShouldBeGreaterThan(500 * 60);
        flows.IndexBytes!.Value.ShouldBeGreaterThan(500 * 30);
        status.Tables.Select(table => table.Table).ShouldBeInOrder();
        status.Tables.Single(table => table.Table == "text_events").Rows.ShouldBe(1);
        status.TotalBytes.ShouldBeGreaterThan(flows.TableBytes.Value);
        status.Settings.ShouldNotBeEmpty();
        status.Settings.Where(setting => setting.Differs || setting.InForce is null).ShouldBeEmpty();
        status.Pools.ShouldNotBeEmpty();
        status.LastRetention.ShouldBeNull();
    }

    [SkippableFact]
    public async Task GetStatusAsync_AfterRowsThatCameSinceAnalyze_CountsThem()
    {
        await Maintenance.AnalyzeAsync();
        await Storage.Events.AppendAsync(new EventBatch("test", [.. Enumerable.Range(0, 300).Select(number => SampleEvents.Flow(number))], [], []));
        (await Maintenance.GetStatusAsync()).Tables.Single(table => table.Table == "flows").Rows.ShouldBe(300);
    }

    [SkippableFact]
    public async Task MigrateAsync_AfterTheFirstOpening_ReportsWhatItBrought()
    {
        var first = await Maintenance.MigrateAsync();
        (first.From, first.To).ShouldBe((0, SchemaHistory.LatestVersion));
        first.Applied.ShouldBe(SchemaHistory.All.Select(step => step.Name));
        await ReopenAsync();
        var again = await Maintenance.MigrateAsync();
        (again.From, again.To).ShouldBe((SchemaHistory.LatestVersion, SchemaHistory.LatestVersion));
        again.Applied.ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task VacuumAndAnalyze_NameTheirStepsAndKeepEveryRow()
    {
        await Storage.Events.AppendAsync(Flows(1, 2, 3));
        var steps = new Steps();
        await Maintenance.VacuumAsync(steps);
        steps.Names.ShouldNotBeEmpty();
        steps.Names.Clear();
        await Maintenance.AnalyzeAsync(steps);
        steps.Names.ShouldContain("flows");
        (await Storage.Events.CountRowsAsync()).Flows.ShouldBe(3);
    }

    [SkippableFact]
    public async Task ApplyRetentionAsync_DeletesByEventTime_TableByTable()
    {
        var now = SampleEvents.Start.AddDays(10);
        var time = new ManualTimeProvider(new DateTimeOffset(now));
        await using var store = Open(time, new RetentionOptions
        {
            Flows = TimeSpan.FromDays(3), TextEvents = TimeSpan.FromDays(5), Windows = TimeSpan.FromDays(4), DeadLetters = TimeSpan.FromDays(1), Metrics = TimeSpan.Zero, Interval = TimeSpan.Zero, BatchRows = 2,
        });
        var days = Enumerable.Range(0, 10).ToList();
        await store.Events.AppendAsync(new EventBatch(
            "test", [.. days.Select(day => SampleEvents.Flow(day, time: SampleEvents.Start.AddDays(day)))], [.. days.Select(day => SampleEvents.Text(day, time: SampleEvents.Start.AddDays(day)))],
            [SampleEvents.Letter(1)]));
        var total = new WindowAggregate("", 1, 1, 1, 1, 1, 0);
        var windows = days.Select(day => new WindowResult(
            "test", SampleEvents.Start.AddDays(day), SampleEvents.Start.AddDays(day + 1), total, 1, day, 0, [total with { Key = "SMTP" }], [total with { Key = "10.0.0.1" }])).ToList();
        await store.Events.SaveWindowsAsync("test", now, windows);

        var expected = new (string, long)[] { ("flows", 7), ("text_events", 5), ("window_aggregates", 12), ("windows", 6), ("dead_letters", 0) };
        (await store.Maintenance.ApplyRetentionAsync(dryRun: true)).Tables.Select(table => (table.Table, table.Rows)).ShouldBe(expected);
        (await store.Events.CountRowsAsync()).Flows.ShouldBe(10);
        store.Maintenance.GetStatusAsync().Result.LastRetention.ShouldBeNull();

        var steps = new Steps();
        var run = await store.Maintenance.ApplyRetentionAsync(progress: steps);
        run.Tables.Select(table => (table.Table, table.Rows)).ShouldBe(expected);
        run.Tables[0].Cutoff.ShouldBe(now.AddDays(-3));
        steps.Names.ShouldBe(expected.Select(item => item.Item1));
        (await store.Events.GetFlowsAsync(new FlowQuery())).Items.Select(flow => flow.Flow.Timestamp).ShouldBe(days[7..].Select(day => SampleEvents.Start.AddDays(day)));
        var left = (await store.Events.GetWindowsAsync(new WindowQuery())).Items;
        left.Select(window => window.Messages).ShouldBe([9, 8, 7, 6]);
        left.ShouldAllBe(window => window.Protocols.Count == 1 && window.Sources.Count == 1);
        (await store.Maintenance.GetStatusAsync()).LastRetention!.Rows.ShouldBe(30);

        time.Advance(TimeSpan.FromDays(2));
        (await store.Maintenance.ApplyRetentionAsync()).Tables[^1].ShouldBe(new RetentionResult("dead_letters", now.AddDays(1), 1));
    }

    [SkippableFact]
    public async Task ApplyRetentionAsync_EventsOfOpenWindows_StayHoweverOld()
    {
        await using var store = Open(new ManualTimeProvider(new DateTimeOffset(SampleEvents.Start.AddDays(100))), new RetentionOptions
        {
            Flows = TimeSpan.FromDays(3), TextEvents = TimeSpan.FromDays(3), DeadLetters = TimeSpan.Zero, Metrics = TimeSpan.Zero, Interval = TimeSpan.Zero, BatchRows = 2,
        });
        var hours = Enumerable.Range(0, 6).ToList();
        foreach (var stream in new[] { "open", "without-windows" })
        {
            await store.Events.AppendAsync(new EventBatch(
                stream, [.. hours.Select(hour => SampleEvents.Flow(hour + (stream.Length * 10), time: SampleEvents.Start.AddHours(hour)))],
                [.. hours.Select(hour => SampleEvents.Text(hour + (stream.Length * 10), time: SampleEvents.Start.AddHours(hour)))], []));
        }

        await store.Events.SaveWindowsAsync("open", SampleEvents.Start.AddHours(4), []);
        var expected = new (string, long)[] { ("flows", 10), ("text_events", 10) };
        (await store.Maintenance.ApplyRetentionAsync(dryRun: true)).Tables.Select(table => (table.Table, table.Rows)).ShouldBe(expected);
        (await store.Maintenance.ApplyRetentionAsync()).Tables.Select(table => (table.Table, table.Rows)).ShouldBe(expected);
        (await store.Events.GetFlowsAsync(new FlowQuery())).Items.Select(row => (row.Stream, row.Flow.Timestamp.Hour)).ShouldBe([("open", 4), ("open", 5)]);

        await store.Events.SaveWindowsAsync("open", SampleEvents.Start.AddDays(1), []);
        (await store.Maintenance.ApplyRetentionAsync()).Rows.ShouldBe(4);
    }

    [SkippableFact]
    public async Task ApplyRetentionAsync_WhatIsAnalysed_IsDeletedByItsOwnTime()
    {
        var now = SampleEvents.Start.AddDays(10);
        var limit = TimeSpan.FromDays(3);
        await using var store = Open(new ManualTimeProvider(new DateTimeOffset(now)), new RetentionOptions
        {
            Events = limit, Predictions = limit, Metrics = limit, Decisions = limit, Alerts = limit, DeadLetters = TimeSpan.Zero, Interval = TimeSpan.Zero, BatchRows = 3,
        });
        var days = Enumerable.Range(0, 10).Select(day => SampleEvents.Start.AddDays(day)).ToList();
        await store.Analytics.AppendAsync("test", [.. days.Select(day => AnalyticsEvent.Create(day, "page.viewed", null, "{}"))]);
        await store.Predictions.AppendAsync([.. days.Select(day => Prediction.Create(day, null, "text", "joy", 0.9, 1, "model"))]);
        await store.Metrics.AppendAsync([.. days.SelectMany(day => new[] { "a", "b", "c" }.Select(name => new MetricSample(name, "", day, 1)))]);
        foreach (var day in days)
        {
            await store.Decisions.RecordAsync(new TuningDecision { Time = day, Tunable = "x", From = 1, To = 2, ChangedBy = "test", Reason = "test" });
            await store.Alerts.SaveAsync(Resolved(day, day.AddHours(1)));
        }

        await store.Alerts.SaveAsync(Resolved(days[0].AddMinutes(1), now));
        await store.Alerts.SaveAsync(Resolved(days[0].AddMinutes(2), null));
        var expected = new (string, long)[] { ("events", 7), ("predictions", 7), ("metric_samples", 21), ("tuning_decisions", 7), ("alerts", 7) };
        (await store.Maintenance.ApplyRetentionAsync(dryRun: true)).Tables.Select(table => (table.Table, table.Rows)).ShouldBe(expected);
        (await store.Maintenance.ApplyRetentionAsync()).Tables.Select(table => (table.Table, table.Rows)).ShouldBe(expected);

        (await store.Predictions.GetAsync(new PredictionQuery())).Items.Min(item => item.Timestamp).ShouldBe(days[7]);
        (await store.Decisions.GetAsync(new DecisionQuery())).Items.Min(item => item.Time).ShouldBe(days[7]);
        (await store.Alerts.GetAsync(new AlertQuery())).Items.Count.ShouldBe(5);
        (await store.Maintenance.ApplyRetentionAsync()).Rows.ShouldBe(0);
    }

    [SkippableFact]
    public async Task ApplyRetentionAsync_NothingIsLimited_DeletesNothing()
    {
        await using var store = Open(new ManualTimeProvider(), new RetentionOptions { DeadLetters = TimeSpan.Zero, Metrics = TimeSpan.Zero });
        await store.Events.AppendAsync(Flows(1));
        (await store.Maintenance.ApplyRetentionAsync()).Tables.ShouldBeEmpty();
        (await store.Events.CountRowsAsync()).Flows.ShouldBe(1);
    }

    [SkippableFact]
    public async Task Retention_InTheBackground_DeletesAgainAndAgainUntilTheStoreIsClosed()
    {
        var time = new ManualTimeProvider(new DateTimeOffset(SampleEvents.Start));
        await using var store = Open(time, new RetentionOptions { Flows = TimeSpan.FromMinutes(30), Interval = TimeSpan.FromMinutes(10) });
        await store.Events.AppendAsync(Flows(0));
        var idle = time.ActiveTimers;
        for (var round = 0; round < 4; round++)
        {
            time.Advance(TimeSpan.FromMinutes(10));
            await Eventually.TrueAsync(() => time.ActiveTimers == idle, "the next round is set");
        }

        await Eventually.TrueAsync(async () => (await store.Events.CountRowsAsync()).Flows == 0, "the flow is too old");
    }

    [SkippableFact]
    public async Task Retention_OfTwoProcessesAtOnce_DeletesEachRowOnce()
    {
        var options = new RetentionOptions { Flows = TimeSpan.FromDays(1), Interval = TimeSpan.Zero, BatchRows = 50 };
        await using var other = Open(TimeProvider.System, options);
        await using var one = Open(TimeProvider.System, options);
        await one.Events.AppendAsync(Flows([.. Enumerable.Range(0, 1000)]));

        var runs = await Task.WhenAll(one.Maintenance.ApplyRetentionAsync(), other.Maintenance.ApplyRetentionAsync());
        await one.Maintenance.ApplyRetentionAsync();

        runs.Sum(run => run.Rows).ShouldBeLessThanOrEqualTo(1000);
        (await one.Events.CountRowsAsync()).Flows.ShouldBe(0);
    }

    [SkippableFact]
    public async Task ReadOnly_ReadsWhatAnotherWrites_AndChangesNothing()
    {
        await Storage.Events.AppendAsync(Flows(1));
        await using var reader = AttuneStorage.Open(Database.Setup with { ReadOnly = true, Retention = new RetentionOptions { Flows = TimeSpan.FromDays(1) } });
        (await reader.Events.CountRowsAsync()).Flows.ShouldBe(1);
        await Storage.Events.AppendAsync(Flows(2));
        (await reader.Events.CountRowsAsync()).Flows.ShouldBe(2);
        (await reader.CheckAsync()).ShouldBeNull();

        foreach (var write in new Func<Task>[]
        {
            () => reader.Events.AppendAsync(Flows(3)), () => reader.Benchmarks.RemoveBaselineAsync("x"), () => reader.Maintenance.VacuumAsync(), () => reader.Maintenance.AnalyzeAsync(),
            () => reader.Maintenance.MigrateAsync(), () => reader.Maintenance.ApplyRetentionAsync(),
        })
        {
            var error = await Should.ThrowAsync<StorageException>(write);
            error.Message.ShouldContain("reading only");
            error.IsTransient.ShouldBeFalse();
        }

        (await reader.Maintenance.ApplyRetentionAsync(dryRun: true)).Rows.ShouldBe(2);
        var status = await reader.Maintenance.GetStatusAsync();
        status.Settings.Where(setting => setting.Connection == "writer").ShouldAllBe(setting => setting.InForce == null);
        status.Settings.Where(setting => setting.Connection == "reader").ShouldAllBe(setting => setting.InForce != null && !setting.Differs);
    }

    [SkippableFact]
    public async Task ReadOnly_OlderSchema_SaysWhatToDoButHasAStatus()
    {
        await using (var connection = await Database.ConnectAsync())
        {
            await Storage.CheckAsync();
            connection.Execute("DELETE FROM schema_migrations WHERE version = @version", ("version", (long)SchemaHistory.LatestVersion));
        }

        await Storage.DisposeAsync();
        await using var reader = AttuneStorage.Open(Database.Setup with { ReadOnly = true });
        (await Should.ThrowAsync<StorageException>(() => reader.Events.CountRowsAsync())).Message.ShouldContain("attune storage migrate");
        (await reader.CheckAsync())!.ShouldContain("attune storage migrate");
        (await reader.Maintenance.GetStatusAsync()).SchemaVersion.ShouldBe(SchemaHistory.LatestVersion - 1);
    }

    [SkippableFact]
    public async Task NewerSchema_IsRefusedButHasAStatus()
    {
        await using (var connection = await Database.ConnectAsync())
        {
            await Storage.CheckAsync();
            connection.Execute(
                "INSERT INTO schema_migrations (version, name, applied_at) VALUES (@version, 'of a newer version', 0)", ("version", SchemaHistory.LatestVersion + 1));
        }

        await Storage.DisposeAsync();
        await using var reader = AttuneStorage.Open(Database.Setup with { ReadOnly = true });
        (await Should.ThrowAsync<StorageException>(() => reader.Events.CountRowsAsync())).Message.ShouldContain("newer Attune");
        (await reader.Maintenance.GetStatusAsync()).SchemaVersion.ShouldBe(SchemaHistory.LatestVersion + 1);
        (await Should.ThrowAsync<StorageException>(async () =>
        {
            await using var writer = AttuneStorage.Open(Database.Setup);
            await writer.Events.CountRowsAsync();
        })).Message.ShouldContain("newer Attune");
    }

    private static EventBatch Flows(params int[] numbers) => new("test", [.. numbers.Select(number => SampleEvents.Flow(number))], [], []);

    private static Alert Resolved(DateTime startedAt, DateTime? resolvedAt) => new()
    {
        Id = Alert.IdOf(startedAt, "rule"), Rule = "rule", Message = "m", Value = 2, Threshold = 1, StartedAt = startedAt, ResolvedAt = resolvedAt,
        State = resolvedAt is null ? AlertState.Firing : AlertState.Resolved,
    };

    private AttuneStorage Open(TimeProvider time, RetentionOptions retention) => AttuneStorage.Open(Database.Setup with { Time = time, Retention = retention });

    private sealed class Steps : IProgress<string>
    {
        public List<string> Names { get; } = [];

        public void Report(string value) => Names.Add(value);
    }
}
