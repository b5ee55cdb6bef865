using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Attune.Configuration;

namespace Attune.Streaming.Kafka;

/// <summary>What a <see cref="KafkaSource{T}"/> reads, and how.</summary>
public sealed class KafkaSourceOptions
{
    /// <summary>The topic. No default.</summary>
    [Description("The topic.")]
    public string Topic { get; set; } = "";

    /// <summary>Group under which offsets are committed, for tools that watch lag. Default <c>attune</c>.</summary>
    [Description("Group under which offsets are committed.")]
    public string Group { get; set; } = "attune";

    /// <summary>Partitions to read; empty for all that there are when the source is opened.</summary>
    public IReadOnlyList<int> Partitions { get; set; } = [];

    /// <summary>Where to begin without a checkpoint. Default <see cref="KafkaStart.Earliest"/>.</summary>
    [Description("Where to begin without a checkpoint: earliest or latest.")]
    public KafkaStart Start { get; set; } = KafkaStart.Earliest;

    /// <summary>Whether a partition without a checkpoint begins at the group's committed offset, if there is one. Default true.</summary>
    [Description("Whether a partition without a checkpoint begins at the group's committed offset, if there is one.")]
    public bool StartAtCommitted { get; set; } = true;

    /// <summary>Whether the source ends at what was the end of the topic when it was opened. Default false: it never ends.</summary>
    [Description("Whether the source ends at what was the end of the topic when it was opened.")]
    public bool StopAtEnd { get; set; }

    /// <summary>Longest key, bytes; a record with a longer one is a dead letter. Default 4,096, 0 to 100 MB.</summary>
    [Range(0, 100_000_000)]
    [Description("Longest key, bytes; a record with a longer one is a dead letter.")]
    public int MaxKeyBytes { get; set; } = 4096;

    /// <summary>Longest value, bytes; a record with a longer one is a dead letter. Default 1 MiB, 0 to 100 MB.</summary>
    [Range(0, 100_000_000)]
    [Description("Longest value, bytes; a record with a longer one is a dead letter.")]
    public int MaxValueBytes { get; set; } = 1 << 20;

    /// <summary>Whether the decoder sees headers. Default false, which is faster; a dead-letter topic switches it on.</summary>
    [Description("Whether the decoder sees headers.")]
    public bool ReadHeaders { get; set; }

    /// <summary>Longest time to look for the topic when the source is opened. Default 30 s, 1 s to 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    [Description("Longest time to look for the topic when the source is opened.")]
    public TimeSpan OpenTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether a committed offset without a checkpoint is an error: then state was lost.</summary>
    internal bool CommittedNeedsCheckpoint { get; set; }

    /// <summary>Checks all options.</summary>
    /// <exception cref="ConfigurationException">Something is wrong; every error is listed.</exception>
    public void Validate(string path = "source")
    {
        var errors = new List<ConfigurationError>();
        var results = new List<ValidationResult>();
        if (!Validator.TryValidateObject(this, new ValidationContext(this), results, validateAllProperties: true))
        {
            errors.AddRange(results.Select(result => new ConfigurationError($"{path}.{string.Join(',', result.MemberNames)}", result.ErrorMessage!, "options")));
        }

        if (string.IsNullOrWhiteSpace(Topic))
        {
            errors.Add(new ConfigurationError($"{path}.topic", "names no topic", "options"));
        }

        if (string.IsNullOrWhiteSpace(Group))
        {
            errors.Add(new ConfigurationError($"{path}.group", "names no group", "options"));
        }

        if (Partitions.Any(partition => partition < 0) || Partitions.Distinct().Count() != Partitions.Count)
        {
            errors.Add(new ConfigurationError($"{path}.partitions", "must be different numbers of 0 or more", "options"));
        }

        if (errors.Count > 0)
        {
            throw new ConfigurationException(errors);
        }
    }
}
