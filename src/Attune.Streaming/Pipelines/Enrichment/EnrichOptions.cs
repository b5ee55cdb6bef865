using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Attune.Streaming.Pipelines.Enrichment;

/// <summary>How an asynchronous function is called for the events of a stream.</summary>
public sealed class EnrichOptions
{
    /// <summary>Most events at once that wait for their call or, if ordered, for the results before theirs; for each worker. Default 16, 1 to 10,000.</summary>
    [Range(1, 10_000)]
    [Description("Most calls at once, for each worker.")]
    public int Concurrency { get; set; } = 16;

    /// <summary>Whether results keep the order of the events; if not, they still do not cross a watermark. Default true.</summary>
    [Description("Whether results keep the order of the events.")]
    public bool Ordered { get; set; } = true;

    /// <summary>Longest time of one call; then its token is cancelled and it is given up. Default 5 s, 1 ms to 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    [Description("Longest time of one call.")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Further attempts after a call that failed or took too long; then the event is a dead letter. Default 2, 0 to 100.</summary>
    [Range(0, 100)]
    [Description("Further attempts after a call that failed or took too long.")]
    public int Retries { get; set; } = 2;

    /// <summary>Wait before the first further attempt; it doubles each time, up to 1 min. Default 100 ms, 0 to 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    [Description("Wait before the first further attempt; it doubles each time.")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The same settings, apart from these.</summary>
    internal EnrichOptions Copy() => (EnrichOptions)MemberwiseClone();
}
