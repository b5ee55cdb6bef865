using System.Data.Common;
using Attune.Tuning;
using Microsoft.Extensions.Logging;

namespace Attune.Storage.Sql;

/// <summary>Logs queries that took longer than a knob says, with the plan that the engine chose.</summary>
internal sealed partial class SlowQueryLog(Tunable thresholdMs, StorageMeter meter, ILogger logger)
{
    public bool IsSlow(TimeSpan elapsed) => elapsed.TotalMilliseconds >= thresholdMs.Value && thresholdMs.Value > 0;

    public async Task ReportAsync(ISqlEngine engine, DbConnection connection, SqlQuery query, TimeSpan elapsed, int rows, CancellationToken cancellationToken)
    {
        meter.SlowQueries.Add(1, new KeyValuePair<string, object?>("query", query.Name));
        if (logger.IsEnabled(LogLevel.Warning))
        {
            LogSlowQuery(logger, query.Name, elapsed.TotalMilliseconds, rows, await ExplainAsync(engine, connection, query, cancellationToken));
        }
    }

    /// <summary>The rows are there already: that the plan cannot be had is no reason to lose them.</summary>
    private static async Task<string> ExplainAsync(ISqlEngine engine, DbConnection connection, SqlQuery query, CancellationToken cancellationToken)
    {
        try
        {
            return await engine.ExplainAsync(connection, query, cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return $"not known: {engine.Translate(error)?.Message ?? error.Message}";
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The query {Query} took {Milliseconds:0.0} ms for {Rows} rows. Its plan:\n{Plan}")]
    private static partial void LogSlowQuery(ILogger logger, string query, double milliseconds, int rows, string plan);
}
