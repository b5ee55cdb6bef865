using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Attune.Configuration;

namespace Attune.Streaming.Kafka;

/// <summary>Where a transactional sink writes, and how its transactions are known.</summary>
public sealed class KafkaTransactionalSinkOptions : KafkaSinkOptions
{
    /// <summary>
    /// Name of the writer, the same after each restart and different for each pipeline that runs at the same time: a new one with the same name
    /// shuts the old one out. No default.
    /// </summary>
    [Description("Name of the writer, the same after each restart and different for each pipeline.")]
    public string TransactionalId { get; set; } = "";

    /// <summary>
    /// Topic that tells which checkpoint was committed last; made (compacted, one partition) when it is not there. Default <c>attune-commits</c>.
    /// </summary>
    [Description("Topic that tells which checkpoint was committed last.")]
    public string CommitTopic { get; set; } = "attune-commits";

    /// <summary>Copies of <see cref="CommitTopic"/> when it is made. Default 3, 1 to 100.</summary>
    [Range(1, 100)]
    [Description("Copies of the commit topic when it is made.")]
    public int CommitTopicReplicas { get; set; } = 3;

    /// <summary>The source's group, whose offsets are committed in the same transaction when the source is a <see cref="KafkaSource{T}"/>; null for none.</summary>
    [Description("The source's group, whose offsets are committed in the same transaction.")]
    public string? SourceGroup { get; set; }

    /// <summary>
    /// After this time without a commit the cluster aborts. Longer than the time between checkpoints; at most the cluster's
    /// <c>transaction.max.timeout.ms</c> (15 min where nothing else is set). Default 5 min, 10 s to 1 h.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:10", "01:00:00")]
    [Description("After this time without a commit the cluster aborts; longer than the time between checkpoints.")]
    public TimeSpan TransactionTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Longest time for the cluster to begin, commit or abort. Default 1 min, 1 s to 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    [Description("Longest time for the cluster to begin, commit or abort.")]
    public TimeSpan OperationTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether what was committed before is to be forgotten: the pipeline begins anew.</summary>
    internal bool IsFresh { get; set; }

    private protected override IEnumerable<ConfigurationError> Errors(string path)
    {
        foreach (var error in base.Errors(path))
        {
            yield return error;
        }

        if (string.IsNullOrWhiteSpace(TransactionalId))
        {
            yield return new ConfigurationError($"{path}.transactional_id", "is missing", "options");
        }

        if (string.IsNullOrWhiteSpace(CommitTopic) || CommitTopic == Topic)
        {
            yield return new ConfigurationError($"{path}.commit_topic", "must be a topic of its own", "options");
        }
    }
}
