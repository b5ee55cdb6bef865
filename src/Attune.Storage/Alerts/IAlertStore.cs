using Attune.Events;

namespace Attune.Storage;

/// <summary>The alerts, past and present.</summary>
public interface IAlertStore
{
    /// <summary>Stores an alert, replacing the one of the same id; who has acknowledged that one stays, unless the new one names somebody.</summary>
    /// <exception cref="ArgumentException">The id does not begin with the time of the start, a number is an infinity or NaN, a text is empty, or the state and the time of its end do not agree.</exception>
    /// <exception cref="StorageException">It was not stored.</exception>
    Task SaveAsync(Alert alert, CancellationToken cancellationToken = default);

    /// <summary>Notes who has seen an alert, and when.</summary>
    /// <returns>Whether this was the first to do so; false leaves it as it is, also when there is no such alert.</returns>
    /// <exception cref="StorageException">It was not stored.</exception>
    Task<bool> AcknowledgeAsync(EventId id, string by, CancellationToken cancellationToken = default);

    /// <summary>Notes that the cause of a firing alert is gone now.</summary>
    /// <returns>Whether it was firing; false leaves it as it is, also when there is no such alert.</returns>
    /// <exception cref="StorageException">It was not stored.</exception>
    Task<bool> ResolveAsync(EventId id, CancellationToken cancellationToken = default);

    /// <summary>One page of alerts, latest begun first.</summary>
    /// <exception cref="ArgumentException">The limit is not allowed, or the time range ends before it begins.</exception>
    /// <exception cref="FormatException"><see cref="AlertQuery.After"/> is no cursor of this query.</exception>
    Task<Page<Alert>> GetAsync(AlertQuery query, CancellationToken cancellationToken = default);
}
