using System.ComponentModel.DataAnnotations;

namespace Attune.Streaming.Mail;

/// <summary>What <see cref="MailParser"/> takes for a plausible date. All bounds are relative to the message, never to the wall clock.</summary>
public sealed class MailParserOptions
{
    /// <summary>Default of <see cref="MaxTransitDays"/>.</summary>
    public const int DefaultMaxTransitDays = 300;

    /// <summary>Default of <see cref="MaxClockAheadDays"/>.</summary>
    public const int DefaultMaxClockAheadDays = 2;

    internal const int LargestDays = 36500;

    /// <summary>Longest time in days between a hop and the delivery. Default 300 (the corpus has mail that was held for 220 days, and clocks a whole year behind), from 1 to 36500.</summary>
    [Range(1, LargestDays)]
    public int MaxTransitDays { get; set; } = DefaultMaxTransitDays;

    /// <summary>How many days a hop's clock may be ahead of the delivery. Default 2, from 0 to 36500.</summary>
    [Range(0, LargestDays)]
    public int MaxClockAheadDays { get; set; } = DefaultMaxClockAheadDays;
}
