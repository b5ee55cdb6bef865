using System.Data.Common;
using System.Globalization;
using Attune.Storage.Sql;
using Attune.Storage.Writing;

namespace Attune.Storage.Decisions;

/// <summary>Tuning decisions on any engine.</summary>
internal sealed class DecisionStore(GroupCommitter writer, QueryRunner queries, TimeProvider time) : IDecisionStore
{
    private const string Pending = "pending";

    public Task<long> RecordAsync(TuningDecision decision, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(decision);
        ArgumentException.ThrowIfNullOrWhiteSpace(decision.Tunable, nameof(decision.Tunable));
        ArgumentException.ThrowIfNullOrWhiteSpace(decision.ChangedBy, nameof(decision.ChangedBy));
        ArgumentNullException.ThrowIfNull(decision.Reason, nameof(decision.Reason));
        RowChecks.CheckTime(decision.Time, nameof(decision.Time));
        RowChecks.CheckFinite(decision.From, nameof(decision.From));
        RowChecks.CheckFinite(decision.To, nameof(decision.To));
        return WriteAsync(
            connection => (long)connection.Scalar(
                """
                INSERT INTO tuning_decisions (time, tunable, from_value, to_value, changed_by, reason, outcome)
                VALUES (@time, @tunable, @from, @to, @by, @reason, 'pending') RETURNING seq
                """,
                ("time", UnixTime.FromDateTime(decision.Time)), ("tunable", decision.Tunable), ("from", decision.From), ("to", decision.To),
                ("by", decision.ChangedBy), ("reason", decision.Reason))!,
            cancellationToken);
    }

    public Task<bool> SetOutcomeAsync(long id, DecisionOutcome outcome, double? score = null, CancellationToken cancellationToken = default)
    {
        if (outcome is not (DecisionOutcome.Kept or DecisionOutcome.RolledBack))
        {
            throw new ArgumentException($"The outcome must be kept or rolled_back, not {outcome}.", nameof(outcome));
        }

        RowChecks.CheckFinite(score ?? 0, nameof(score));
        var now = UnixTime.FromDateTime(time.GetUtcNow().UtcDateTime);
        return WriteAsync(
            connection => connection.Execute(
                "UPDATE tuning_decisions SET outcome = @outcome, score = @score, outcome_at = @now WHERE seq = @id AND outcome = 'pending'",
                ("outcome", NameOf(outcome)), ("score", score), ("now", now), ("id", id)) == 1
                || (connection.Scalar("SELECT 1 FROM tuning_decisions WHERE seq = @id", ("id", id)) is null ? throw new StorageException($"There is no tuning decision {id}.") : false),
            cancellationToken);
    }

    public async Task<Page<TuningDecision>> GetAsync(DecisionQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        QueryChecks.CheckLimit(query.Limit, DecisionQuery.MaxLimit);
        QueryChecks.CheckRange(query.From, query.To);
        var sql = new SqlQuery(
            "decisions.page", "SELECT seq, time, tunable, from_value, to_value, changed_by, reason, outcome, score, outcome_at FROM tuning_decisions")
            .Where("tunable = @tunable", "tunable", query.Tunable)
            .Where("time >= @from", "from", query.From is { } from ? UnixTime.FromDateTime(from) : null)
            .Where("time < @to", "to", query.To is { } to ? UnixTime.FromDateTime(to) : null);
        if (query.Outcome == DecisionOutcome.Pending)
        {
            // The index holds only these, and a parameter would not tell the planner so.
            sql.Where("outcome = 'pending'");
        }
        else if (query.Outcome is { } outcome)
        {
            sql.Where("outcome = @outcome", "outcome", NameOf(outcome));
        }

        if (query.After is { } after)
        {
            var (afterTime, afterSequence) = Cursor.ToPair(after);
            sql.Where("(time, seq) < (@afterTime, @afterSequence)").With("afterTime", afterTime).With("afterSequence", Cursor.ToNumber(afterSequence));
        }

        var rows = await queries.ListAsync(sql.Then("ORDER BY time DESC, seq DESC LIMIT @limit").With("limit", query.Limit + 1), Read, cancellationToken);
        return Cursor.PageOf(rows, query.Limit, row => string.Create(CultureInfo.InvariantCulture, $"{UnixTime.FromDateTime(row.Time)}.{row.Id}"));
    }

    private static TuningDecision Read(DbDataReader row) => new()
    {
        Id = row.GetInt64(0),
        Time = row.Time(1),
        Tunable = row.GetString(2),
        From = row.GetDouble(3),
        To = row.GetDouble(4),
        ChangedBy = row.GetString(5),
        Reason = row.GetString(6),
        Outcome = row.GetString(7) switch { "kept" => DecisionOutcome.Kept, "rolled_back" => DecisionOutcome.RolledBack, _ => DecisionOutcome.Pending },
        Score = row.NumberOrNull(8),
        OutcomeAt = row.TimeOrNull(9),
    };

    private static string NameOf(DecisionOutcome outcome) => outcome switch
    {
        DecisionOutcome.Kept => "kept",
        DecisionOutcome.RolledBack => "rolled_back",
        _ => Pending,
    };

    private async Task<T> WriteAsync<T>(Func<DbConnection, T> write, CancellationToken cancellationToken)
    {
        var step = new WorkStep<T>(write, "tuning_decisions");
        await writer.WriteAsync(new WriteRequest(1, step), cancellationToken);
        return step.Result;
    }
}
