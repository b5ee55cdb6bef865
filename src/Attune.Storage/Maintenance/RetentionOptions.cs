using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Attune.Storage.Maintenance;

/// <summary>How long rows are kept (section <c>retention</c>). 0 keeps them for ever. Benchmark results are always kept.</summary>
public sealed class RetentionOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "retention";

    /// <summary>Longest time that can be set: 100 years.</summary>
    public const string Longest = "36500.00:00:00";

    private const string None = "00:00:00";

    /// <summary>Flows, by event time. Default 0: for ever. Those of a live stream's open windows stay however old: the windows are restored from them.</summary>
    [Range(typeof(TimeSpan), None, Longest)]
    [Description("How long flows are kept, by event time; 0: for ever. Those of open windows stay, however old.")]
    public TimeSpan Flows { get; set; }

    /// <summary>Text events, by event time. Default 0: for ever. Those of a live stream's open windows stay, however old.</summary>
    [Range(typeof(TimeSpan), None, Longest)]
    [Description("How long text events are kept, by event time; 0: for ever. Those of open windows stay, however old.")]
    public TimeSpan TextEvents { get; set; }

    /// <summary>Analytics events, by event time. Default 0: for ever.</summary>
    [Range(typeof(TimeSpan), None, Longest)]
    [Description("How long analytics events are kept, by event time; 0: for ever.")]
    public TimeSpan Events { get; set; }

    /// <summary>Closed windows with their aggregates, by their end. Default 0: for ever.</summary>
    [Range(typeof(TimeSpan), None, Longest)]
    [Description("How long closed windows and their aggregates are kept, by their end; 0: for ever.")]
    public TimeSpan Windows { get; set; }

    /// <summary>Predictions, by when they were made. Default 0: for ever.</summary>
    [Range(typeof(TimeSpan), None, Longest)]
    [Description("How long predictions are kept, by when they were made; 0: for ever.")]
    public TimeSpan Predictions { get; set; }

    /// <summary>Metric samples. Default 30 days.</summary>
    [Range(typeof(TimeSpan), None, Longest)]
    [Description("How long metric samples are kept; 0: for ever.")]
    public TimeSpan Metrics { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Dead letters, by when they were recorded. Default 90 days.</summary>
    [Range(typeof(TimeSpan), None, Longest)]
    [Description("How long dead letters are kept, by when they were recorded; 0: for ever.")]
    public TimeSpan DeadLetters { get; set; } = TimeSpan.FromDays(90);

    /// <summary>Tuning decisions. Default 0: for ever.</summary>
    [Range(typeof(TimeSpan), None, Longest)]
    [Description("How long tuning decisions are kept; 0: for ever.")]
    public TimeSpan Decisions { get; set; }

    /// <summary>Alerts, from when they were resolved; firing ones are always kept. Default 0: for ever.</summary>
    [Range(typeof(TimeSpan), None, Longest)]
    [Description("How long resolved alerts are kept; 0: for ever.")]
    public TimeSpan Alerts { get; set; }

    /// <summary>Time between two rounds; the first comes within a minute of the start. Default 1 h, 0 to 30 days; 0: only by command.</summary>
    [Range(typeof(TimeSpan), None, "30.00:00:00")]
    [Description("Time between two rounds of deleting what is old; 0: only by 'attune storage prune'.")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Most rows that one transaction deletes, so that writing goes on in between. Default 10,000, 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    [Description("Most rows that one transaction deletes; writing goes on in between.")]
    public int BatchRows { get; set; } = 10_000;
}
