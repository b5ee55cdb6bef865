using System.ComponentModel.DataAnnotations;

namespace Attune.Lab.Stress;

/// <summary>How a stress test climbs, and what it calls degraded.</summary>
public sealed class StressOptions
{
    /// <summary>Most levels between <see cref="From"/> and <see cref="To"/>.</summary>
    public const int MostLevels = 1000;

    /// <summary>First level, in <see cref="Unit"/>. Default 100, from 1 to 1,000,000.</summary>
    [Range(1d, 1_000_000)]
    public double From { get; set; } = 100;

    /// <summary>Last level. Default 1,000, from <see cref="From"/> to 1,000,000.</summary>
    [Range(1d, 1_000_000)]
    public double To { get; set; } = 1000;

    /// <summary>From one level to the next. Default 100, from 1 to 1,000,000; at most <see cref="MostLevels"/> levels.</summary>
    [Range(1d, 1_000_000)]
    public double Step { get; set; } = 100;

    /// <summary>What a level counts. Default users.</summary>
    public LoadUnit Unit { get; set; }

    /// <summary>Time at each level, in seconds. Default 10, from 1 to 3,600.</summary>
    [Range(1d, 3600)]
    public double SecondsPerLevel { get; set; } = 10;

    /// <summary>A level with a smaller share of due requests that succeed is degraded. Default 0.95, from 0 to 1.</summary>
    [Range(0d, 1)]
    public double MinSuccessRate { get; set; } = 0.95;

    /// <summary>A level with a higher 95th percentile of latency, in milliseconds, is degraded. Default 1,000, from 0.001 to 600,000.</summary>
    [Range(0.001, 600_000)]
    public double MaxP95Ms { get; set; } = 1000;

    /// <summary>Whether to search between the last level that held and the first that did not, by halves. Default true.</summary>
    public bool Bisect { get; set; } = true;

    /// <summary>Where the search ends: a distance between the two levels. Default 0: an eighth of <see cref="Step"/>, at least 1.</summary>
    [Range(0d, 1_000_000)]
    public double Resolution { get; set; }

    /// <summary>Rest between levels. Default 1 s, from 0 to 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan Cooldown { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Checks every property and how they fit each other.</summary>
    /// <exception cref="ValidationException">One is not allowed; the message names it and its range.</exception>
    public void Validate()
    {
        Validator.ValidateObject(this, new ValidationContext(this), validateAllProperties: true);
        if (To < From)
        {
            throw new ValidationException($"The field To must be at least From, {From:0.###}; it is {To:0.###}.");
        }

        if ((To - From) / Step >= MostLevels)
        {
            throw new ValidationException($"The field Step must lead from {From:0.###} to {To:0.###} in at most {MostLevels} levels; it is {Step:0.###}.");
        }
    }
}
