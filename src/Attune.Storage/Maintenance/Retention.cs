using Attune.Storage.Sql;
using Attune.Storage.Writing;

namespace Attune.Storage.Maintenance;

/// <summary>Deletes what is old, a limited number of rows per transaction, through the writer's queue: appends go on in between, and two processes may do it at once.</summary>
internal sealed class Retention(GroupCommitter writer, QueryRunner queries, RetentionOptions options, StorageMeter meter, TimeProvider time)
{
    private volatile RetentionRun? _last;

    /// <summary>The last round that deleted, or tried to.</summary>
    public RetentionRun? Last => _last;

    public async Task<RetentionRun> RunAsync(bool dryRun, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var (now, start) = (time.GetUtcNow().UtcDateTime, time.GetTimestamp());
        var results = new List<RetentionResult>();
        string? error = null;
        try
        {
            foreach (var rule in RetentionRule.All.Where(rule => rule.Keep(options) > TimeSpan.Zero))
            {
                progress?.Report(rule.Table);
                var cutoff = now - rule.Keep(options) is var limit && limit > DateTime.UnixEpoch ? limit : DateTime.UnixEpoch;
                results.Add(new RetentionResult(rule.Table, cutoff, 0));
                await (dryRun ? CountAsync(rule, results, cancellationToken) : DeleteAsync(rule, results, cancellationToken));
            }
        }
        catch (Exception failure)
        {
            error = failure.Message;
            throw;
        }
        finally
        {
            if (!dryRun)
            {
                _last = new RetentionRun(now, time.GetElapsedTime(start), [.. results], error);
            }
        }

        return new RetentionRun(now, time.GetElapsedTime(start), results, null);
    }

    private async Task CountAsync(RetentionRule rule, List<RetentionResult> results, CancellationToken cancellationToken)
    {
        var query = new SqlQuery("retention.count", rule.CountSql).With("cutoff", rule.Cutoff(results[^1].Cutoff));
        results[^1] = results[^1] with { Rows = await queries.FirstAsync(query, row => row.GetInt64(0), cancellationToken) };
    }

    private async Task DeleteAsync(RetentionRule rule, List<RetentionResult> results, CancellationToken cancellationToken)
    {
        var cutoff = rule.Cutoff(results[^1].Cutoff);
        int deleted;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            var step = new WorkStep<int>(
                connection => connection.Execute(rule.DeleteSql, ("cutoff", cutoff), ("rows", (long)options.BatchRows)), rule.Table);
            await writer.WriteAsync(new WriteRequest(options.BatchRows, step), cancellationToken);
            deleted = step.Result;
            meter.CountDeleted(rule.Table, deleted);
            results[^1] = results[^1] with { Rows = results[^1].Rows + deleted };
        }
        while (deleted == options.BatchRows);
    }
}
