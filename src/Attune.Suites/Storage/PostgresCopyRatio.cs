using Attune.Events;
using Attune.Lab.Benchmarks;
using Attune.Storage;
using Attune.Suites.Storage.Postgres;
using Attune.Suites.Workloads;

namespace Attune.Suites.Storage;

/// <summary>The rate of <see cref="PostgresCopyUpsert"/> as a multiple of another way's, each measured right after ours: the machine's mood cancels out.</summary>
/// <param name="name">Its name.</param>
/// <param name="description">What is compared.</param>
/// <param name="aim">The least ratio.</param>
/// <param name="needsPsql">Whether the other way is psql.</param>
/// <param name="insert">The other way.</param>
internal sealed class PostgresCopyRatio(
    string name, string description, BenchmarkTarget aim, bool needsPsql, Func<PlainPostgres, PeerRun, Flow[], Task<TimeSpan>> insert)
    : BulkInsert(name, description, StorageEngine.Postgres, defaultFlows: 300_000, callers: 2, aim)
{
    private readonly FlowSequence _flows = new(seed: 2, FlowSequence.Start, TimeSpan.FromMilliseconds(100));
    private PlainPostgres? _plain;

    public override string? Unavailable => base.Unavailable ?? (needsPsql ? Psql.Unavailable : null);

    public override BenchmarkFigure Figure { get; } = BenchmarkFigure.Reported("ratio", Better.Higher);

    /// <summary>Against psql's <c>\copy</c> of all rows.</summary>
    public static PostgresCopyRatio OfPsqlCopy() => new(
        "postgres_copy_share_of_psql", "Appended flows a second, as a multiple of psql's \\copy of the same number of rows", StorageAims.ShareOfPsqlCopy, needsPsql: true,
        (plain, run, flows) => plain.CopyAsync(run.Folder, flows, run.CancellationToken));

    /// <summary>Against statements of 1,000 rows.</summary>
    public static PostgresCopyRatio OfMultirowInserts() => new(
        "postgres_copy_times_multirow", "Appended flows a second, as a multiple of prepared INSERTs of 1,000 rows", StorageAims.TimesMultirow, needsPsql: false,
        (plain, run, flows) => plain.InsertAsync(flows, PlainPostgres.ManyRows, run.CancellationToken));

    public override async ValueTask SetUpAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        await base.SetUpAsync(context, cancellationToken);
        _plain = await PlainPostgres.CreateAsync((PostgresDatabase)Database, cancellationToken);
    }

    public override async ValueTask TearDownAsync(BenchmarkContext context)
    {
        if (_plain is { } plain)
        {
            await plain.DisposeAsync();
        }

        await base.TearDownAsync(context);
    }

    protected override async Task ReportAsync(BenchmarkContext context, double rate, CancellationToken cancellationToken)
    {
        var plain = _plain!;
        await plain.EmptyAsync(cancellationToken);
        var rows = _flows.Take(Count);
        var other = rows.Length / (await insert(plain, new PeerRun(_flows, context.WorkFolder, cancellationToken), rows)).TotalSeconds;
        await plain.CheckAsync(cancellationToken);
        context.Report(rate / other);
        context.ReportQuality("rows_per_second", rate);
        context.ReportQuality("other_rows_per_second", other);
    }
}
