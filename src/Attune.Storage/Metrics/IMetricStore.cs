namespace Attune.Storage;

/// <summary>What metrics were over time. Summaries per bucket of time: <see cref="IAnalyticsStore.GetTimeBucketsAsync"/> with the source <c>metric_samples</c>.</summary>
public interface IMetricStore
{
    /// <summary>Stores samples; where a series has one of the same millisecond already, that one stays. All are durable when it returns, or none is stored.</summary>
    /// <returns>How many were added.</returns>
    /// <exception cref="ArgumentException">A sample is not as <see cref="MetricSample"/> says; nothing is stored.</exception>
    /// <exception cref="StorageException">Nothing was stored; the call may be tried again.</exception>
    Task<int> AppendAsync(IReadOnlyList<MetricSample> samples, CancellationToken cancellationToken = default);

    /// <summary>The samples of one series, oldest first, read as they are consumed.</summary>
    /// <exception cref="ArgumentException">The time range ends before it begins.</exception>
    IAsyncEnumerable<MetricSample> ReadAsync(MetricSeriesQuery query, CancellationToken cancellationToken = default);

    /// <summary>The names of all metrics, in alphabetical order.</summary>
    Task<IReadOnlyList<string>> GetNamesAsync(CancellationToken cancellationToken = default);

    /// <summary>The tags of all series of a metric, in alphabetical order.</summary>
    Task<IReadOnlyList<string>> GetTagsAsync(string name, CancellationToken cancellationToken = default);
}
