namespace Attune.Realtime.Client;

/// <summary>What a subscription asks the server for.</summary>
public sealed class SubscriptionOptions
{
    /// <summary>Lowest <see cref="MaxRate"/>.</summary>
    public const double LowestRate = 0.01;

    /// <summary>Highest <see cref="MaxRate"/>.</summary>
    public const double HighestRate = 1000;

    /// <summary>Expression over the payload's fields; only what it matches is delivered. Default none.</summary>
    public string? Filter { get; init; }

    /// <summary>Most messages a second of each channel, 0.01 to 1,000; the latest wins, and a <see cref="RealtimeGap"/> tells what it replaced. Default unlimited.</summary>
    public double? MaxRate { get; init; }

    /// <summary>Ask for the state of each channel first, and again when a reconnect could not go on without loss. Default false.</summary>
    public bool Snapshot { get; init; }

    /// <summary>Go on after these messages. Default none: from now on.</summary>
    public RealtimeResumePoint? Resume { get; init; }

    internal void Validate()
    {
        if (MaxRate is not (null or (>= LowestRate and <= HighestRate)))
        {
            throw new ArgumentException($"{nameof(MaxRate)} must be from {LowestRate} to {HighestRate}; this is {MaxRate}.");
        }

        if (Resume is { } resume && (string.IsNullOrEmpty(resume.Epoch) || resume.Sequences is null || resume.Sequences.Any(item => item.Value < 0)))
        {
            throw new ArgumentException($"{nameof(Resume)} needs an epoch, and sequences that are not negative.");
        }
    }
}
