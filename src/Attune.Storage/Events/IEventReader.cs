using Attune.Events;

namespace Attune.Storage;

/// <summary>Reads what was stored. Reading never blocks the writer.</summary>
public interface IEventReader
{
    /// <summary>One page of flows by event time.</summary>
    /// <exception cref="FormatException"><see cref="FlowQuery.After"/> is no cursor of this query.</exception>
    Task<Page<StoredFlow>> GetFlowsAsync(FlowQuery query, CancellationToken cancellationToken = default);

    /// <summary>All flows of a stream at or after an instant, in order of event time, read as they are consumed.</summary>
    IAsyncEnumerable<Flow> ReadFlowsAsync(string stream, DateTime from, CancellationToken cancellationToken = default);

    /// <summary>All text events of a stream at or after an instant, without their bodies, in order of event time.</summary>
    IAsyncEnumerable<TextEvent> ReadTextHeadersAsync(string stream, DateTime from, CancellationToken cancellationToken = default);

    /// <summary>One page of closed windows, latest first.</summary>
    /// <exception cref="FormatException"><see cref="WindowQuery.After"/> is no cursor of this query.</exception>
    Task<Page<WindowResult>> GetWindowsAsync(WindowQuery query, CancellationToken cancellationToken = default);

    /// <summary>The sources that sent most bytes, most first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not from 1 to 10,000.</exception>
    Task<IReadOnlyList<SourceTotal>> GetTopSourcesAsync(int limit, string? stream = null, CancellationToken cancellationToken = default);

    /// <summary>The windows with the highest share of spam among those with enough messages, highest first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not from 1 to 10,000, or the least number of messages is not 1 or more.</exception>
    Task<IReadOnlyList<SpamDay>> GetTopSpamDaysAsync(int limit, int minimumMessages, string? stream = null, CancellationToken cancellationToken = default);

    /// <summary>One page of dead letters.</summary>
    /// <exception cref="FormatException"><see cref="DeadLetterQuery.After"/> is no cursor of this query.</exception>
    Task<Page<StoredDeadLetter>> GetDeadLettersAsync(DeadLetterQuery query, CancellationToken cancellationToken = default);

    /// <summary>Dead letters by reason, most first.</summary>
    Task<IReadOnlyList<KeyValuePair<string, long>>> CountDeadLettersAsync(string? stream = null, CancellationToken cancellationToken = default);

    /// <summary>Rows of a stream, or of all.</summary>
    Task<RowCounts> CountRowsAsync(string? stream = null, CancellationToken cancellationToken = default);

    /// <summary>How far a stream had come when its windows were last saved; null for an unknown stream.</summary>
    Task<DateTime?> GetWatermarkAsync(string stream, CancellationToken cancellationToken = default);
}
