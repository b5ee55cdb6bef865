using System.Data.Common;
using System.Text.Json;
using Attune.Events;
using Attune.Storage.Sql;
using Attune.Storage.Writing;

namespace Attune.Storage.Alerts;

/// <summary>Alerts on any engine.</summary>
internal sealed class AlertStore(GroupCommitter writer, QueryRunner queries, TimeProvider time) : IAlertStore
{
    private const string Columns =
        "id, rule, severity, state, message, value, threshold, labels, started_at, resolved_at, acknowledged_at, acknowledged_by";

    public Task SaveAsync(Alert alert, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(alert);
        Check(alert);
        return WriteAsync(
            connection => connection.Execute(
                $"""
                INSERT INTO alerts ({Columns})
                VALUES (@id, @rule, @severity, @state, @message, @value, @threshold, @labels, @started, @resolved, @acknowledged, @by)
                ON CONFLICT (id) DO UPDATE SET rule = excluded.rule, severity = excluded.severity, state = excluded.state, message = excluded.message,
                    value = excluded.value, threshold = excluded.threshold, labels = excluded.labels, resolved_at = excluded.resolved_at,
                    acknowledged_at = coalesce(excluded.acknowledged_at, alerts.acknowledged_at), acknowledged_by = coalesce(excluded.acknowledged_by, alerts.acknowledged_by)
                """,
                ("id", RowValues.ToBlob(alert.Id)), ("rule", alert.Rule), ("severity", AlertNames.Of(alert.Severity)), ("state", AlertNames.Of(alert.State)),
                ("message", alert.Message), ("value", alert.Value), ("threshold", alert.Threshold),
                ("labels", JsonSerializer.Serialize(new SortedDictionary<string, string>(alert.Labels.ToDictionary(), StringComparer.Ordinal))),
                ("started", UnixTime.FromDateTime(alert.StartedAt)), ("resolved", AlertNames.Of(alert.ResolvedAt)),
                ("acknowledged", AlertNames.Of(alert.AcknowledgedAt)), ("by", alert.AcknowledgedBy)),
            cancellationToken);
    }

    public async Task<bool> AcknowledgeAsync(EventId id, string by, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(by);
        return await WriteAsync(
            connection => connection.Execute(
                "UPDATE alerts SET acknowledged_at = @now, acknowledged_by = @by WHERE id = @id AND acknowledged_at IS NULL",
                ("now", Now()), ("by", by), ("id", RowValues.ToBlob(id))),
            cancellationToken) == 1;
    }

    public async Task<bool> ResolveAsync(EventId id, CancellationToken cancellationToken = default) => await WriteAsync(
        connection => connection.Execute(
            "UPDATE alerts SET state = 'resolved', resolved_at = @now WHERE id = @id AND state = 'firing'", ("now", Now()), ("id", RowValues.ToBlob(id))),
        cancellationToken) == 1;

    public async Task<Page<Alert>> GetAsync(AlertQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        QueryChecks.CheckLimit(query.Limit, AlertQuery.MaxLimit);
        QueryChecks.CheckRange(query.From, query.To);
        var sql = new SqlQuery("alerts.page", $"SELECT {Columns} FROM alerts")
            .Where("rule = @rule", "rule", query.Rule)
            .Where("severity = @severity", "severity", query.Severity is { } severity ? AlertNames.Of(severity) : null)
            .WhereIdIn(query.From, query.To)
            .Where("id < @after", "after", query.After is { } after ? Cursor.ToId(after) : null);
        if (query.State is { } state)
        {
            // The index holds only firing ones, and a parameter would not tell the planner so.
            sql.Where(state == AlertState.Firing ? "state = 'firing'" : "state = 'resolved'");
        }

        var rows = await queries.ListAsync(sql.Then("ORDER BY id DESC LIMIT @limit").With("limit", query.Limit + 1), Read, cancellationToken);
        return Cursor.PageOf(rows, query.Limit, row => row.Id.ToString());
    }

    private static void Check(Alert alert)
    {
        RowChecks.CheckId(alert.Id, alert.StartedAt, nameof(alert.StartedAt));
        ArgumentException.ThrowIfNullOrWhiteSpace(alert.Rule, nameof(alert.Rule));
        ArgumentNullException.ThrowIfNull(alert.Message, nameof(alert.Message));
        RowChecks.CheckFinite(alert.Value, nameof(alert.Value));
        RowChecks.CheckFinite(alert.Threshold, nameof(alert.Threshold));
        if (alert.State == AlertState.Resolved != alert.ResolvedAt is not null || alert.AcknowledgedAt is null != alert.AcknowledgedBy is null)
        {
            throw new ArgumentException("An alert has a time of its end exactly when it is resolved, and names who acknowledged it exactly when it says when.", nameof(alert));
        }
    }

    private static Alert Read(DbDataReader row) => new()
    {
        Id = row.Id(0),
        Rule = row.GetString(1),
        Severity = AlertNames.Severity(row.GetString(2)),
        State = row.GetString(3) == "firing" ? AlertState.Firing : AlertState.Resolved,
        Message = row.GetString(4),
        Value = row.GetDouble(5),
        Threshold = row.GetDouble(6),
        Labels = JsonSerializer.Deserialize<Dictionary<string, string>>(row.GetString(7))!,
        StartedAt = row.Time(8),
        ResolvedAt = row.TimeOrNull(9),
        AcknowledgedAt = row.TimeOrNull(10),
        AcknowledgedBy = row.TextOrNull(11),
    };

    private long Now() => UnixTime.FromDateTime(time.GetUtcNow().UtcDateTime);

    private async Task<T> WriteAsync<T>(Func<DbConnection, T> write, CancellationToken cancellationToken)
    {
        var step = new WorkStep<T>(write, "alerts");
        await writer.WriteAsync(new WriteRequest(1, step), cancellationToken);
        return step.Result;
    }
}
