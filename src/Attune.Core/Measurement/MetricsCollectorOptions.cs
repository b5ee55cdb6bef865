using System.ComponentModel.DataAnnotations;

namespace Attune.Measurement;

/// <summary>What a <see cref="MetricsCollector"/> listens to, and how much it keeps.</summary>
public sealed class MetricsCollectorOptions
{
    /// <summary>Default of <see cref="MaxSeriesPerInstrument"/>.</summary>
    public const int DefaultMaxSeriesPerInstrument = 1000;

    /// <summary>Start of the names of Attune's own meters, the default of <see cref="MeterPrefixes"/>.</summary>
    public const string AttunePrefix = "Attune.";

    /// <summary>
    /// Meters whose name starts with one of these (ordinal) are collected. Default: <c>Attune.</c>; of use too are
    /// <c>Microsoft.AspNetCore.</c> and <c>System.Runtime</c>.
    /// </summary>
    [Required]
    [MinLength(1)]
    public IList<string> MeterPrefixes { get; set; } = [AttunePrefix];

    /// <summary>
    /// Most sets of tags kept for one instrument, from 1 to 1,000,000; measurements with further sets go to one series tagged
    /// <c>otel.metric.overflow=true</c>. Default: 1,000.
    /// </summary>
    [Range(1, 1_000_000)]
    public int MaxSeriesPerInstrument { get; set; } = DefaultMaxSeriesPerInstrument;
}
