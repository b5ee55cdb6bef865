using Attune.Lab.Benchmarks;
using Attune.Suites.Storage;
using Attune.Suites.Storage.Databases;
using Microsoft.Data.Sqlite;

namespace Attune.Suites.Tests.Storage;

/// <summary>What a ledger has lost fails the benchmark.</summary>
public class LedgerBenchmarkTests
{
    [Fact]
    public async Task TearDown_ARowIsMissing_FailsTheBenchmark()
    {
        var result = await TinyRun.RunAsync("storage", new LosesARow());
        result.Outcome.ShouldBe(BenchmarkOutcome.Failed);
        result.Error.ShouldBe("The store has 2 rows; 3 were appended.");
        result.Quality["rows_stored"].ShouldBeInRange(0.66, 0.67);
    }

    [Fact]
    public async Task Run_SumsDiffer_FailsTheBenchmark()
    {
        var result = await TinyRun.RunAsync("storage", new LosesABigFlow(), ("rows", "50"));
        result.Outcome.ShouldBe(BenchmarkOutcome.Failed);
        result.Error.ShouldNotBeNull().ShouldContain("sums differ");
        result.Quality["result_equal"].ShouldBe(0);
    }

    private static void Execute(LedgerDatabase database, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={((SqliteDatabase)database).Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery().ShouldBe(1);
    }

    private sealed class LosesARow() : LedgerBenchmark("loses_a_row", "Appends three rows, of which one goes")
    {
        public override async ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
        {
            await AppendAsync(Flows.Take(3), cancellationToken);
            Execute(Database, "DELETE FROM flows WHERE id = (SELECT min(id) FROM flows)");
        }
    }

    private sealed class LosesABigFlow() : SourceSums("loses_a_big_flow", "Sums of a ledger that has lost a flow", rows: 50)
    {
        public override async ValueTask SetUpAsync(BenchmarkContext context, CancellationToken cancellationToken)
        {
            await base.SetUpAsync(context, cancellationToken);
            Execute(Database, "DELETE FROM flows WHERE id = (SELECT id FROM flows ORDER BY bytes_transferred DESC LIMIT 1)");
        }
    }
}
