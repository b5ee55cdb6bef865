using System.Text;
using Attune.Events;
using Attune.Storage.Benchmarks;
using Attune.Storage.Sql;
using Attune.Storage.Tests.Testing;
using Attune.Testing;

namespace Attune.Storage.Tests.Contract;

/// <summary>
/// Each query of the room uses the index that was made for it: seen in the plans of the queries as the stores run them, on tables of 20,000 rows with
/// current statistics. Where an engine reads a table of this size faster than its index, and only there, that is forbidden first (<see cref="ForbidTableScans"/>).
/// </summary>
public abstract class QueryPlanContract<TDatabase> : StorageContract<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    private const int Rows = 20_000;

    private static readonly DateTime Start = SampleEvents.Start;
    private static readonly DateTime Middle = Start.AddSeconds(Rows / 2);
    private static readonly DateTime Late = Start.AddSeconds(Rows - 300);
    private static readonly DateTime End = Start.AddSeconds(Rows);

    private readonly PlanLog _plans = new();
    private readonly StringBuilder _faults = new();
    private AttuneStorage? _store;

    /// <summary>How the engine says that a query reads an index without the table.</summary>
    protected abstract string IndexOnly(string index);

    /// <summary>How the engine says that a query reads a table through an index.</summary>
    protected abstract string Index(string index);

    /// <summary>How the engine says that a query reads a table through its primary key.</summary>
    protected abstract string PrimaryKey(string table);

    /// <summary>How the engine says that it sorts the rows that a query returns.</summary>
    protected abstract string Sort { get; }

    /// <summary>How the engine says that it reads any index of a table, row by row of a recursion.</summary>
    protected abstract string IndexOrPrimary(string table);

    /// <summary>How the engine says that a query reads a table through the index of a unique column.</summary>
    protected abstract string UniqueKey(string table, string column);

    /// <summary>How the engine says that a query reads a table in the order of its numbers.</summary>
    protected abstract string NumberOrder(string table);

    /// <summary>What the engine reads for an aggregate over a part of the time: the aggregate's index, or the part of the table. Both are right.</summary>
    protected abstract string Part(string index, string table);

    /// <summary>Whether the engine, where an index finds fewer rows than a page has, may fetch them in the order of the table and sort them: right for so few.</summary>
    protected abstract bool SortsFewRows { get; }

    /// <summary>Brings the statistics up to date.</summary>
    protected abstract string Analyze { get; }

    /// <summary>Keeps new connections from reading whole tables; empty where no plan here depends on the size.</summary>
    protected abstract string ForbidTableScans { get; }

    /// <summary>An id from a number <c>n</c> of seconds after the start, in SQL.</summary>
    protected abstract string IdOfSecond(string n);

    private static string Numbers(string insert, string select) =>
        $"WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < {Rows - 1}) INSERT INTO {insert} SELECT {select} FROM numbers";

    public override async Task DisposeAsync()
    {
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }

        await base.DisposeAsync();
    }

    [SkippableFact]
    public async Task Analytics_EachQuery_UsesItsIndex()
    {
        foreach (var half in new[] { 0, 1 })
        {
            await Storage.Analytics.AppendAsync($"s{half}", [.. Enumerable.Range(half * Rows / 2, Rows / 2).Select(n => AnalyticsEvent.Create(
                Start.AddSeconds(n), $"t{n % 8}", n % 3 == 0 ? null : $"u{n % 500}", """{"amount":1,"note":"a note of some length, as events have one"}"""))]);
        }

        await Storage.Metrics.AppendAsync([.. Enumerable.Range(0, Rows).Select(n => new MetricSample($"m{n % 10}", $"t={n / 10 % 50}", Start.AddSeconds(n), n))]);
        await AnalyzeAsync();

        var recent = new RecentEventsQuery { Types = ["t1", "t2", "t3"], Limit = 50 };
        await ExpectAsync(IndexOnly("events_by_type"), store => store.Analytics.GetRecentAsync(recent));
        await ExpectAsync(IndexOnly("events_by_type"), store => store.Analytics.GetRecentAsync(recent with { Since = Start, Until = Middle, Stream = "s0" }));
        await ExpectAsync(IndexOnly("events_by_user"), store => store.Analytics.GetRecentAsync(recent with { UserIds = ["u1", "u2"] }));
        await ExpectAsync(IndexOnly("events_by_user"), store => store.Analytics.GetRecentAsync(recent with { UserIds = ["u1", "u2"], Since = Start, Until = Middle, Stream = "s0" }));
        await ExpectAsync(PrimaryKey("events"), store => store.Analytics.ReadAsync("s1", Middle).FirstAsync().AsTask(), unsorted: true);
        await ExpectAsync(PrimaryKey("events"), store => store.Analytics.GetTimeBucketsAsync(Buckets("events", "amount")));
        await ExpectAsync(Index("events_by_type"), store => store.Analytics.GetTimeBucketsAsync(Buckets("events", "amount") with { Type = "t1", From = Start, To = Middle }));

        await ExpectAsync(IndexOnly("metric_samples_by_time"), store => store.Analytics.GetTimeBucketsAsync(Buckets("metric_samples", "value") with { Name = "m1", GroupBy = "tags" }));
        await ExpectAsync(PrimaryKey("metric_samples"), store => store.Metrics.ReadAsync(new MetricSeriesQuery { Name = "m1", Tags = "t=1", From = Middle, To = End }).FirstAsync().AsTask(), unsorted: !SortsFewRows);
        await ExpectAsync(IndexOrPrimary("metric_samples"), store => store.Metrics.GetNamesAsync());
        await ExpectAsync(IndexOrPrimary("metric_samples"), store => store.Metrics.GetTagsAsync("m1"));
        _faults.ToString().ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task Predictions_EachQuery_UsesItsIndex()
    {
        string[] emotions = ["joy", "fear", "anger", "sadness", "surprise", "neutral"];
        await Storage.Predictions.AppendAsync([.. Enumerable.Range(0, Rows).Select(n => Prediction.Create(
            Start.AddSeconds(n), n % 3 == 0 ? null : $"u{n % 500}", "a text of the length that people send", n % 200 == 0 ? "disgust" : emotions[n % 6], n % 20 / 20.0, n % 50, n % 100 == 0 ? "m2" : "m1"))]);
        await AnalyzeAsync();

        var all = new PredictionQuery();
        await ExpectAsync(PrimaryKey("predictions"), store => store.Predictions.GetAsync(all with { From = Start, To = Middle }), unsorted: true);
        await ExpectAsync(Index("predictions_by_user"), store => store.Predictions.GetAsync(all with { UserId = "u7" }));
        await ExpectAsync(Index("predictions_by_emotion"), store => store.Predictions.GetAsync(all with { Emotion = "disgust" }), unsorted: !SortsFewRows);
        await ExpectAsync(Index("predictions_by_model"), store => store.Predictions.GetAsync(all with { Model = "m2" }), unsorted: !SortsFewRows);
        await ExpectAsync(Index("predictions_confident"), store => store.Predictions.GetAsync(all with { MinimumConfidence = 0.94 }), unsorted: true);
        await ExpectAsync(Part("predictions_by_emotion", "predictions"), store => store.Predictions.GetEmotionTotalsAsync(Start, Middle));
        await ExpectAsync(PrimaryKey("predictions"), store => store.Analytics.GetTimeBucketsAsync(Buckets("predictions", "confidence")));
        await ForbidTableScansAsync();
        await ExpectAsync(IndexOnly("predictions_by_emotion"), store => store.Predictions.GetEmotionTotalsAsync());
        _faults.ToString().ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task Ledger_EachQuery_UsesItsIndex()
    {
        await Storage.Events.AppendAsync(new EventBatch(
            "test",
            [.. Enumerable.Range(0, Rows).Select(n => SampleEvents.Flow(n, $"10.0.{n % 3}.{n % 100}"))],
            [.. Enumerable.Range(0, Rows).Select(n => SampleEvents.Text(n))],
            [.. Enumerable.Range(0, Rows).Select(n => SampleEvents.Letter(n, $"reason {n % 20}"))]));
        var total = new WindowAggregate("", 1, 1, 1, 1, 1, 0);
        await Storage.Events.SaveWindowsAsync("test", End, [.. Enumerable.Range(0, Rows / 10).Select(n => new WindowResult(
            "test", Start.AddHours(n), Start.AddHours(n + 1), total, 1, 1, 0, [total with { Key = "SMTP" }], [.. Enumerable.Range(0, 9).Select(source => total with { Key = $"10.0.0.{source}" })]))]);
        await AnalyzeAsync();

        await ExpectAsync(Part("flows_by_source", "flows"), store => store.Analytics.GetSourceAggregatesAsync(new SourceAggregateQuery { Stream = "test", From = Start, To = Middle }));
        await ExpectAsync(PrimaryKey("flows"), store => store.Events.GetFlowsAsync(new FlowQuery { From = Middle }), unsorted: true);
        await ExpectAsync(Index("flows_by_source"), store => store.Events.GetFlowsAsync(new FlowQuery { SourceIp = "10.0.1.1", Limit = 10 }), unsorted: true);
        await ExpectAsync(PrimaryKey("flows"), store => store.Events.ReadFlowsAsync("test", Late).FirstAsync().AsTask(), unsorted: true);
        await ExpectAsync(PrimaryKey("flows"), store => store.Analytics.GetTimeBucketsAsync(Buckets("flows", "bytes")));
        await ExpectAsync(UniqueKey("text_events", "id"), store => store.Events.ReadTextHeadersAsync("test", Late).FirstAsync().AsTask(), unsorted: true);
        await ExpectAsync(UniqueKey("text_events", "id"), store => store.Analytics.GetTimeBucketsAsync(Buckets("text_events", "is_spam")));
        await ExpectAsync(PrimaryKey("windows"), store => store.Events.GetWindowsAsync(new WindowQuery { From = Start.AddHours(100) }));
        await ExpectAsync(PrimaryKey("window_aggregates"), store => store.Events.GetWindowsAsync(new WindowQuery()));
        await ExpectAsync(NumberOrder("dead_letters"), store => store.Events.GetDeadLettersAsync(new DeadLetterQuery()), unsorted: true);
        await ExpectAsync(IndexOnly("dead_letters_by_reason"), store => store.Events.CountDeadLettersAsync());
        await ExpectAsync(IndexOnly("dead_letters_by_reason"), store => store.Events.CountDeadLettersAsync("test"));
        await ForbidTableScansAsync();
        await ExpectAsync(IndexOnly("flows_by_source"), store => store.Analytics.GetSourceAggregatesAsync(new SourceAggregateQuery { MinimumFlows = 10 }));
        await ExpectAsync(IndexOnly("flows_by_source"), store => store.Events.GetTopSourcesAsync(10));
        _faults.ToString().ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task Records_EachQuery_UsesItsIndex()
    {
        await Storage.Benchmarks.GetRunsAsync(1); // makes the schema
        await using (var connection = await Database.ConnectAsync())
        {
            var start = UnixTime.FromDateTime(Start);
            connection.Execute(Numbers(
                "tuning_decisions (time, tunable, from_value, to_value, changed_by, reason, outcome)",
                $"{start} + n * 1000, 'tunable ' || (n % 400), 1, 2, 'controller', 'a reason', CASE WHEN n % 50 = 0 THEN 'pending' ELSE 'kept' END"));
            connection.Execute(Numbers(
                "alerts (id, rule, severity, state, message, value, threshold, labels, started_at)",
                $$"""
                {{IdOfSecond("n")}}, 'rule ' || (n % 400), CASE WHEN n % 600 = 0 THEN 'critical' WHEN n % 3 = 0 THEN 'warning' ELSE 'info' END,
                CASE WHEN n % 100 = 0 THEN 'firing' ELSE 'resolved' END, 'a message', 1, 2, '{}', {{start}} + n * 1000
                """));
            connection.Execute("INSERT INTO benchmark_machines (id, cpu, cores, memory_bytes, operating_system, runtime) VALUES ('m', 'cpu', 2, 1, 'os', 'runtime')");
            connection.Execute(Numbers("benchmark_runs (started_at, machine_id, is_dirty, version)", $"{start} + n, 'm', false, '1'"));
            connection.Execute(Numbers(
                "benchmark_measurements (run_id, suite, name, description, outcome, unit, lower_is_better, execution_seconds, memory_mb, quality, notes, parameters, started_at, duration_seconds)",
                $$"""n + 1, 'suite', 'name ' || (n % 400), 'words', 'succeeded', 'ms', true, 1, 1, '{}', '{}', '{}', {{start}} + n, 1"""));
            connection.Execute(Numbers(
                "benchmark_samples (measurement_id, ordinal, kind, value, seconds, operations, allocated_bytes, cpu_seconds, working_set_bytes, is_outlier)", "n + 1, 0, 'measured', 1, 1, 1, 1, 1, 1, false"));
        }

        await AnalyzeAsync();

        var decisions = new DecisionQuery();
        await ExpectAsync(Index("tuning_decisions_by_time"), store => store.Decisions.GetAsync(decisions), unsorted: true);
        await ExpectAsync(Index("tuning_decisions_by_time"), store => store.Decisions.GetAsync(decisions with { From = Late, To = End }), unsorted: true);
        await ExpectAsync(Index("tuning_decisions_by_tunable"), store => store.Decisions.GetAsync(decisions with { Tunable = "tunable 7" }), unsorted: !SortsFewRows);
        await ExpectAsync(Index("tuning_decisions_pending"), store => store.Decisions.GetAsync(decisions with { Outcome = DecisionOutcome.Pending }), unsorted: true);

        var alerts = new AlertQuery();
        await ExpectAsync(PrimaryKey("alerts"), store => store.Alerts.GetAsync(alerts with { From = Start, To = Middle }), unsorted: true);
        await ExpectAsync(Index("alerts_by_rule"), store => store.Alerts.GetAsync(alerts with { Rule = "rule 7" }), unsorted: !SortsFewRows);
        await ExpectAsync(Index("alerts_by_severity"), store => store.Alerts.GetAsync(alerts with { Severity = AlertSeverity.Critical }), unsorted: !SortsFewRows);
        await ExpectAsync(Index("alerts_firing"), store => store.Alerts.GetAsync(alerts with { State = AlertState.Firing }), unsorted: true);

        await ExpectAsync(PrimaryKey("benchmark_runs"), store => store.Benchmarks.GetRunAsync(7));
        await ExpectAsync(Index("benchmark_measurements_by_run"), store => store.Benchmarks.GetRecordsAsync(new BenchmarkQuery { RunId = 7 }));
        await ExpectAsync(Index("benchmark_measurements_by_name"), store => store.Benchmarks.GetRecordsAsync(new BenchmarkQuery { Name = "name 7", Suite = "suite", Limit = 50 }), unsorted: !SortsFewRows);
        await ExpectAsync(PrimaryKey("benchmark_samples"), store => store.Benchmarks.GetRecordsAsync(new BenchmarkQuery { RunId = 7, IncludeSamples = true }));
        _faults.ToString().ShouldBeEmpty();
    }

    private static TimeBucketQuery Buckets(string source, string metric) => new() { Source = source, Metric = metric, Bucket = TimeSpan.FromMinutes(1), From = Late, To = End };

    private Task AnalyzeAsync() => ReopenAfterAsync(Analyze);

    private Task ForbidTableScansAsync() => ForbidTableScans.Length == 0 ? Task.CompletedTask : ReopenAfterAsync(ForbidTableScans);

    /// <summary>Opens a store that reports each plan, after a statement whose effect only new connections see.</summary>
    private async Task ReopenAfterAsync(string sql)
    {
        await using (var connection = await Database.ConnectAsync())
        {
            connection.Execute(sql);
        }

        if (_store is not null)
        {
            await _store.DisposeAsync();
        }

        var setup = Database.Setup;
        setup.Storage.SlowQuery = TimeSpan.FromTicks(1);
        _store = AttuneStorage.Open(setup with { Loggers = _plans });
    }

    private async Task ExpectAsync(string wanted, Func<IStorage, Task> query, bool unsorted = false)
    {
        _plans.Take();
        await query(_store!);
        var plan = string.Join('\n', _plans.Take());
        if (!plan.Contains(wanted, StringComparison.Ordinal) || (unsorted && plan.Contains(Sort, StringComparison.Ordinal)))
        {
            _faults.AppendLine().AppendLine($"Not '{wanted}'{(unsorted ? " without a sort" : "")}:").AppendLine(plan);
        }
    }
}
