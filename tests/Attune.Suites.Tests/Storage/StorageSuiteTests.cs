using System.Collections.Concurrent;
using Attune.Lab.Benchmarks;
using Attune.Suites.Storage;

namespace Attune.Suites.Tests.Storage;

public class StorageSuiteTests
{
    private static readonly (string Name, string Value)[] Tiny = [("rows", "600"), ("events", "300"), ("callers", "3"), ("documents", "120"), ("flows", "600"), ("appends", "3")];

    /// <summary>Each benchmark runs once for all tests: a server takes its time to start.</summary>
    private static readonly ConcurrentDictionary<string, Lazy<Task<BenchmarkResult>>> Results = new(StringComparer.Ordinal);

    public static TheoryData<string> Names => TinyRun.NamesOf(StorageSuite.Create());

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public async Task Run_TinyLedger_StoresEveryRow(string name)
    {
        var result = await RunAsync(name);
        result.Quality["rows_stored"].ShouldBe(1);
    }

    [SkippableTheory]
    [InlineData("aggregate_1m", "result_equal")]
    [InlineData("postgres_aggregate_1m", "result_equal")]
    [InlineData("stream_1m_memory", "rows_read")]
    [InlineData("postgres_stream_1m_memory", "rows_read")]
    public async Task Run_Query_AnswersRight(string name, string quality) => (await RunAsync(name)).Quality[quality].ShouldBe(1);

    [SkippableTheory]
    [InlineData("sqlite_batch_insert", "times_autocommit")]
    [InlineData("sqlite_group_commit_64", "p99_ms", "peer_p99_ms")]
    [InlineData("postgres_copy_share_of_psql", "other_rows_per_second")]
    [InlineData("postgres_copy_times_multirow", "other_rows_per_second")]
    [InlineData("postgres_multirow_insert", "times_by_the_room")]
    public async Task Run_Comparison_StandsBesideTheFigure(string name, params string[] figures)
    {
        var result = await RunAsync(name);
        figures.ShouldAllBe(figure => result.Quality[figure] > 0);
    }

    [SkippableTheory]
    [InlineData("connection_acquire")]
    [InlineData("postgres_connection_acquire")]
    public async Task Run_ConnectionPool_LendsTheSameConnectionAgain(string name) => (await RunAsync(name)).Quality["connections_opened"].ShouldBe(0);

    private static Task<BenchmarkResult> RunAsync(string name)
    {
        var missing = StorageSuite.Create().Create().Single(benchmark => benchmark.Name == name).Unavailable;
        Skip.If(missing is not null, missing);
        return Results.GetOrAdd(name, key => new Lazy<Task<BenchmarkResult>>(() => TinyRun.SucceedsAsync(StorageSuite.Create(), key, Tiny))).Value;
    }
}
