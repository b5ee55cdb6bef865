using System.Data.Common;
using Attune.Events;
using Attune.Storage.Sql;
using Attune.Storage.Writing;

namespace Attune.Storage.Events;

/// <summary>The ledger on any engine.</summary>
internal sealed class EventStore(GroupCommitter writer, QueryRunner queries, CachedQueries cached, StorageMeter meter, TimeProvider time) : IEventStore
{
    private readonly EventQueries _queries = new(queries, cached);

    public async Task<AppendResult> AppendAsync(EventBatch batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var context = new RowContext(StoredText.Clean(batch.Stream), time.GetUtcNow().UtcDateTime);
        var flows = new InsertStep<Flow>(EventTables.Flows, batch.Flows, context);
        var texts = new InsertStep<TextEvent>(EventTables.Texts, batch.Texts, context);
        var letters = new InsertStep<DeadLetter>(EventTables.DeadLetters, batch.DeadLetters, context);
        await writer.WriteAsync(new WriteRequest(batch.Count, [.. new InsertStep[] { flows, texts, letters }.Where(step => step.Count > 0)]), cancellationToken);
        return new AppendResult(flows.Added, texts.Added, letters.AddedCount, batch.Count - flows.AddedCount - texts.AddedCount - letters.AddedCount)
        {
            AddedFlows = flows.AddedCount,
            AddedTexts = texts.AddedCount,
        };
    }

    public async Task SaveWindowsAsync(string stream, DateTime watermark, IReadOnlyList<WindowResult> windows, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(stream);
        ArgumentNullException.ThrowIfNull(windows);
        foreach (var window in windows)
        {
            Check([window.Total, .. window.Protocols, .. window.Sources]);
        }

        var context = new RowContext(StoredText.Clean(stream), time.GetUtcNow().UtcDateTime);

        // The last one wins where a window is given twice.
        var latest = windows.Reverse().DistinctBy(window => window.Start).ToList();
        var rows = latest.SelectMany(window => window.Protocols.Select(aggregate => new WindowRow(window.Start, WindowDimensions.Protocol, aggregate))
            .Concat(window.Sources.Select(aggregate => new WindowRow(window.Start, WindowDimensions.Source, aggregate)))).ToList();
        var save = new InsertStep<WindowResult>(EventTables.Windows, latest, context);
        var saveRows = new InsertStep<WindowRow>(EventTables.WindowRows, rows, context);
        await writer.WriteAsync(new WriteRequest(latest.Count + rows.Count, new WorkStep<int>(connection => Clear(connection, stream, watermark, latest), "windows"), save, saveRows), cancellationToken);
        meter.CountRows("windows", latest.Count + rows.Count);
    }

    public Task<Page<StoredFlow>> GetFlowsAsync(FlowQuery query, CancellationToken cancellationToken = default) => _queries.GetFlowsAsync(query, cancellationToken);

    public IAsyncEnumerable<Flow> ReadFlowsAsync(string stream, DateTime from, CancellationToken cancellationToken = default) =>
        _queries.ReadFlowsAsync(stream, from, cancellationToken);

    public IAsyncEnumerable<TextEvent> ReadTextHeadersAsync(string stream, DateTime from, CancellationToken cancellationToken = default) =>
        _queries.ReadTextHeadersAsync(stream, from, cancellationToken);

    public Task<Page<WindowResult>> GetWindowsAsync(WindowQuery query, CancellationToken cancellationToken = default) => _queries.GetWindowsAsync(query, cancellationToken);

    public Task<IReadOnlyList<SourceTotal>> GetTopSourcesAsync(int limit, string? stream = null, CancellationToken cancellationToken = default) =>
        _queries.GetTopSourcesAsync(limit, stream, cancellationToken);

    public Task<IReadOnlyList<SpamDay>> GetTopSpamDaysAsync(int limit, int minimumMessages, string? stream = null, CancellationToken cancellationToken = default) =>
        _queries.GetTopSpamDaysAsync(limit, minimumMessages, stream, cancellationToken);

    public Task<Page<StoredDeadLetter>> GetDeadLettersAsync(DeadLetterQuery query, CancellationToken cancellationToken = default) =>
        _queries.GetDeadLettersAsync(query, cancellationToken);

    public Task<IReadOnlyList<KeyValuePair<string, long>>> CountDeadLettersAsync(string? stream = null, CancellationToken cancellationToken = default) =>
        _queries.CountDeadLettersAsync(stream, cancellationToken);

    public Task<RowCounts> CountRowsAsync(string? stream = null, CancellationToken cancellationToken = default) => _queries.CountRowsAsync(stream, cancellationToken);

    public Task<DateTime?> GetWatermarkAsync(string stream, CancellationToken cancellationToken = default) => _queries.GetWatermarkAsync(stream, cancellationToken);

    private static void Check(ReadOnlySpan<WindowAggregate> aggregates)
    {
        foreach (var aggregate in aggregates)
        {
            RowChecks.CheckFinite(aggregate.Bytes, nameof(aggregate.Bytes));
            RowChecks.CheckFinite(aggregate.Mean, nameof(aggregate.Mean));
            RowChecks.CheckFinite(aggregate.Min, nameof(aggregate.Min));
            RowChecks.CheckFinite(aggregate.Max, nameof(aggregate.Max));
            RowChecks.CheckFinite(aggregate.StandardDeviation, nameof(aggregate.StandardDeviation));
        }
    }

    /// <summary>Takes away the windows that are about to be written, and notes how far the stream has come.</summary>
    private static int Clear(DbConnection connection, string stream, DateTime watermark, List<WindowResult> windows)
    {
        foreach (var window in windows)
        {
            ReadOnlySpan<(string, object?)> key = [("start", UnixTime.FromDateTime(window.Start)), ("stream", stream)];
            connection.Execute("DELETE FROM windows WHERE start = @start AND stream = @stream", key);
            connection.Execute("DELETE FROM window_aggregates WHERE start = @start AND stream = @stream", key);
        }

        return connection.Execute(
            "INSERT INTO streams (name, watermark) VALUES (@name, @watermark) ON CONFLICT (name) DO UPDATE SET watermark = excluded.watermark",
            ("name", stream), ("watermark", UnixTime.FromDateTime(watermark)));
    }
}
