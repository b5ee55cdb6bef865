using Attune.Events;

namespace Attune.Storage;

/// <summary>Events of any kind, and what can be counted over them and over everything else that has a time.</summary>
public interface IAnalyticsStore
{
    /// <summary>Stores events; those whose id is stored already are left as they are. All are durable when it returns, or none is stored.</summary>
    /// <returns>For each event true when it was added and false when it had been stored before.</returns>
    /// <exception cref="ArgumentException">An event is not as <see cref="AnalyticsEvent"/> says; nothing is stored.</exception>
    /// <exception cref="StorageException">Nothing was stored; the call may be tried again.</exception>
    Task<IReadOnlyList<bool>> AppendAsync(string stream, IReadOnlyList<AnalyticsEvent> events, CancellationToken cancellationToken = default);

    /// <summary>The latest events of some types, latest first.</summary>
    /// <exception cref="ArgumentException">The query has too few or too many types, users or rows, or ends before it begins.</exception>
    Task<IReadOnlyList<StoredAnalyticsEvent>> GetRecentAsync(RecentEventsQuery query, CancellationToken cancellationToken = default);

    /// <summary>All events of a stream at or after an instant, in order of time, read as they are consumed.</summary>
    IAsyncEnumerable<AnalyticsEvent> ReadAsync(string stream, DateTime from, CancellationToken cancellationToken = default);

    /// <summary>What each source address of the ledger sent.</summary>
    /// <exception cref="ArgumentException">A name or limit is not allowed, or the time range ends before it begins.</exception>
    Task<IReadOnlyList<SourceAggregate>> GetSourceAggregatesAsync(SourceAggregateQuery query, CancellationToken cancellationToken = default);

    /// <summary>Statistics of a number per bucket of time and, if asked, per group. Buckets without values are left out.</summary>
    /// <exception cref="ArgumentException">A name, filter, bucket or limit is not allowed, or the time range ends before it begins.</exception>
    Task<IReadOnlyList<TimeBucket>> GetTimeBucketsAsync(TimeBucketQuery query, CancellationToken cancellationToken = default);
}
